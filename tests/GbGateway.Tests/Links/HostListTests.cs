using GbGateway.Content.Links;

namespace GbGateway.Tests.Links;

/// <summary>T10: which hosts a list names, and which it only seems to.</summary>
public sealed class HostListTests
{
    [Theory]
    [InlineData("pictures.example", "https://pictures.example/a.png")]
    [InlineData("pictures.example", "https://PICTURES.example:443/a.png")]
    [InlineData("pictures.example", "https://pictures.example./a.png")]
    [InlineData("*.oss.example", "https://b.c.oss.example/a")]
    [InlineData("a.example; *.b.example:8443", "https://x.b.example:8443/")]
    [InlineData("http://127.0.0.1:9000", "http://127.0.0.1:9000/a")]
    [InlineData("http://127.0.0.1", "http://0x7f.1/a")]
    [InlineData("http://[::1]:8080", "http://[0:0::1]:8080/a")]
    [InlineData("例子.example", "https://xn--fsqu00a.example/")]
    public void A_named_host_is_on_the_list(string list, string url) => Assert.True(Read(list).Contains(new Uri(url)));

    [Theory]
    [InlineData("pictures.example", "http://pictures.example/a.png")]
    [InlineData("pictures.example", "https://pictures.example:8443/a.png")]
    [InlineData("pictures.example", "https://pictures.example.evil.example/")]
    [InlineData("pictures.example", "https://evilpictures.example/")]
    [InlineData("pictures.example", "https://pictures.example@evil.example/")]
    [InlineData("*.oss.example", "https://oss.example/")]
    [InlineData("*.oss.example", "https://evil-oss.example/")]
    [InlineData("*.oss.example", "https://evil.example/.oss.example")]
    [InlineData("http://127.0.0.1:9000", "http://127.0.0.1:9001/a")]
    [InlineData("", "https://pictures.example/")]
    public void All_others_are_not(string list, string url) => Assert.False(Read(list).Contains(new Uri(url)));

    [Theory]
    [InlineData("*"), InlineData("*.com"), InlineData("*.*.example"), InlineData("a.*.example"), InlineData("*.127.0.0.1"), InlineData("a b"), InlineData("ftp://a.example")]
    [InlineData("a.example/path"), InlineData("user@a.example"), InlineData("a.example:99999"), InlineData("http://"), InlineData("a.example;*")]
    public void What_names_nobody_in_particular_is_a_mistake(string list) => Assert.Contains("is no host", HostList.FindMistake(list));

    private static HostList Read(string text)
    {
        Assert.Null(HostList.TryRead(text, out var list));
        return list!;
    }
}
