"""What is signed of a URL, held to what PHP 8.2 itself made of the same queries."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.callbacks.query import encoded
from mock_gateway.callbacks.sign import DEEPEST, signature, signed

REPORT = (
    "myparameter=myvalue&message_id=339031121&mobile=61491570156&datetime=2020-06-15+23%3A06%3A30"
    "&status=delivered&user_id=54911"
)
AS_PHP = [
    ("", "[]"),
    ("&", "[]"),
    ("a", '{"a":""}'),
    ("=b", "[]"),
    ("&&a=1&", '{"a":"1"}'),
    ("a=1&a=2&b=3", '{"a":"2","b":"3"}'),
    ("x=1&y=2&x=3", '{"x":"3","y":"2"}'),
    ("a=b=c", '{"a":"b=c"}'),
    ("a;b=1", '{"a;b":"1"}'),
    ("a.b=1", '{"a_b":"1"}'),
    ("+a=1", '{"a":"1"}'),
    ("a+b.c=1&a_b_c=2", '{"a_b_c":"2"}'),
    ("a%2Eb=1", '{"a_b":"1"}'),
    ("a%00b=1", '{"a":"1"}'),
    ("%00=1", "[]"),
    ("\tb=1", r'{"\tb":"1"}'),
    ("a[]=1&a[]=2", '{"a":["1","2"]}'),
    ("a[b]=c", '{"a":{"b":"c"}}'),
    ("a%5Bb%5D=1", '{"a":{"b":"1"}}'),
    ("a[0]=x&a[1]=y", '{"a":["x","y"]}'),
    ("a[1]=x&a[0]=y", '{"a":{"1":"x","0":"y"}}'),
    ("a[5]=x&a[]=y", '{"a":{"5":"x","6":"y"}}'),
    ("a[-5]=1&a[]=2", '{"a":{"-5":"1","-4":"2"}}'),
    ("a[-1]=1&a[]=2", '{"a":{"-1":"1","0":"2"}}'),
    ("a[01]=1&a[]=2", '{"a":{"01":"1","0":"2"}}'),
    ("a[-0]=1", '{"a":{"-0":"1"}}'),
    ("a[1.5]=1", '{"a":{"1.5":"1"}}'),
    ("a[9223372036854775807]=1&a[]=2", '{"a":{"9223372036854775807":"1"}}'),
    ("a[9223372036854775807]=1&a[][x]=2&b=1", '{"a":{"9223372036854775807":"1"},"b":"1"}'),
    ("a[9223372036854775808]=1", '{"a":{"9223372036854775808":"1"}}'),
    ("a[b][]=1&a[b][]=2", '{"a":{"b":["1","2"]}}'),
    ("a[][b]=1&a[][b]=2", '{"a":[{"b":"1"},{"b":"2"}]}'),
    ("a[b]=1&c=2&a[d]=3", '{"a":{"b":"1","d":"3"},"c":"2"}'),
    ("a[0][x]=1&a[1][x]=2", '{"a":[{"x":"1"},{"x":"2"}]}'),
    ("a[b]=1&a[]=2", '{"a":{"b":"1","0":"2"}}'),
    ("a[]=1&a[]=2&a[1][x]=5", '{"a":["1",{"x":"5"}]}'),
    ("a[x][]=1&a[x]=3&a[x][]=4", '{"a":{"x":["4"]}}'),
    ("a=1&a[b]=2", '{"a":{"b":"2"}}'),
    ("a[b]=1&a=2", '{"a":"2"}'),
    ("a[b]=1&a[b][c]=2", '{"a":{"b":{"c":"2"}}}'),
    ("a[=1", '{"a_":"1"}'),
    ("a[b=1", '{"a_b":"1"}'),
    ("a[b.c=1", '{"a_b_c":"1"}'),
    ("a[b]c=1", '{"a":{"b":"1"}}'),
    ("a[b]c[d]=1", '{"a":{"b":"1"}}'),
    ("a[b][c=1", '{"a":{"b":"1"}}'),
    ("a]b=1", '{"a]b":"1"}'),
    ("[a]=1", "[]"),
    ("a[ ]=1", '{"a":["1"]}'),
    ("a[\t]=1", '{"a":["1"]}'),
    ("a[  ]=1", '{"a":{"  ":"1"}}'),
    ("a[ b ]=1", '{"a":{" b ":"1"}}'),
    ("a.b[c.d]=1", '{"a_b":{"c.d":"1"}}'),
    ("a[[b]=1", '{"a":{"[b":"1"}}'),
    ("a[b%00c]=1", '{"a_b":"1"}'),
    ("0=x&1=y", '["x","y"]'),
    ("1=x&0=y", '{"1":"x","0":"y"}'),
    ("-5=x", '{"-5":"x"}'),
    ("00=x", '{"00":"x"}'),
    ("5[]=1&6=2", '{"5":["1"],"6":"2"}'),
    ("é=ü", r'{"\u00e9":"\u00fc"}'),
    ("a=%F0%9F%98%80", r'{"a":"\ud83d\ude00"}'),
    ("a=/path/x", r'{"a":"\/path\/x"}'),
    ('a="q"', r'{"a":"\"q\""}'),
    ("a=%5C", r'{"a":"\\"}'),
    ("a=%00b", r'{"a":"\u0000b"}'),
    ("a=<>&b='", '{"a":"<>","b":"\'"}'),
    ("a=%09%0A%0D%08%0C%01%7F", '{"a":"\\t\\n\\r\\b\\f\\u0001\x7f"}'),
    ("a=%2B+", '{"a":"+ "}'),
    ("a=%zz", '{"a":"%zz"}'),
    ("a=%", '{"a":"%"}'),
    ("a=%E2%80%A8", r'{"a":"\u2028"}'),
    ("a=%FF", ""),
    ("a%FF=1", ""),
    ("a=%ED%A0%80", ""),
]
"""Query, and the output of `parse_str($query, $a); echo json_encode($a);`; "" where that is false."""

NAMES = st.text("abcdefghij_0123456789", min_size=1).filter(lambda name: not name.isdigit())
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def test_the_vector_of_the_contract() -> None:
    assert signed(REPORT) == (
        '{"myparameter":"myvalue","message_id":"339031121","mobile":"61491570156","datetime":"2020-06-15 23:06:30",'
        '"status":"delivered","user_id":"54911"}'
    )
    assert (
        signature("ApiSecret1", f"https://example.com/in?{REPORT}#top")
        == "935d847bf264779902dc6a793e3d9917030c35130c5bf1cc1db67f884b03dc92"
    )


@pytest.mark.parametrize(("query", "php"), AS_PHP, ids=[repr(query) for query, _ in AS_PHP])
def test_what_is_signed_is_what_php_makes_of_the_query(query: str, php: str) -> None:
    assert php == signed(query)


def test_a_name_with_too_many_brackets_is_dropped_and_what_had_its_name() -> None:
    deepest = f"a{'[b]' * DEEPEST}=1"

    assert signed(deepest).count("{") == 1 + DEEPEST
    assert signed(f"a=0&c=1&a{'[b]' * (DEEPEST + 1)}=1&d=2") == '{"c":"1","d":"2"}'


def test_no_more_than_a_thousand_parameters_are_read() -> None:
    assert len(json.loads(signed("&".join(f"a{number}=1" for number in range(1100))))) == 1000


def test_a_query_that_cannot_be_encoded_is_signed_all_the_same() -> None:
    assert signed("a=\ud800") == '{"a":"?"}'


@given(st.dictionaries(NAMES, TEXTS, min_size=1))
def test_all_parameters_are_signed_as_text_in_their_order(parameters: dict[str, str]) -> None:
    text = signed(encoded(parameters))

    assert list(parameters.items()) == list(json.loads(text).items())
    assert text.isascii()


@given(st.lists(st.tuples(NAMES, TEXTS), min_size=1))
def test_a_name_given_twice_keeps_its_first_place_with_the_last_value(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(encoded({name: value}) for name, value in pairs)

    assert list(dict(parse_qsl(query, keep_blank_values=True)).items()) == list(json.loads(signed(query)).items())


@given(st.text(st.sampled_from("ab01-[] .+&=%5BD/é\0\x7f")))
def test_no_query_is_too_odd(query: str) -> None:
    text = signed(query)

    assert text.isascii()
    assert isinstance(json.loads(text or "[]"), (dict, list))
