using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GbGateway.Content;
using GbGateway.Content.Links;
using GbGateway.Labels.Text;
using GbGateway.Links;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Links;

/// <summary>T10: what is asked, at which address, and how far it leads.</summary>
public sealed class LinkFetcherTests
{
    [Fact]
    public async Task A_name_that_leads_inside_is_not_asked_unless_it_is_called_internal()
    {
        var asked = 0;
        await using var host = await ForeignHost.StartAsync(context =>
        {
            asked++;
            return Task.CompletedTask;
        });
        var url = $"http://pictures.example:{host.Port}/a.png";
        using var fetcher = new LinkFetcher(TimeProvider.System, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        await Assert.ThrowsAsync<LinkDeniedException>(() => FetchAsync(fetcher, url, Policy(hosts: $"http://pictures.example:{host.Port}")));
        Assert.Equal(0, asked);
        using var response = await FetchAsync(fetcher, url, Policy(inside: $"http://pictures.example:{host.Port}"));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_name_that_changes_its_address_gains_nothing()
    {
        // DNS rebinding: the first answer is public, the next is not. The address that was judged is the one that is connected to.
        var answers = new Queue<IPAddress[]>([[IPAddress.Parse("2001:4860:4860::8888"), IPAddress.Loopback], [IPAddress.Loopback]]);
        var asked = 0;
        await using var host = await ForeignHost.StartAsync(context =>
        {
            asked++;
            return Task.CompletedTask;
        });
        using var fetcher = new LinkFetcher(TimeProvider.System, (_, _) => Task.FromResult(answers.Dequeue()));
        var policy = Policy(hosts: $"http://pictures.example:{host.Port}");
        await Assert.ThrowsAsync<LinkDeniedException>(() => FetchAsync(fetcher, $"http://pictures.example:{host.Port}/", policy));
        Assert.Single(answers);
        await Assert.ThrowsAsync<LinkDeniedException>(() => FetchAsync(fetcher, $"http://pictures.example:{host.Port}/", policy));
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task An_allowed_name_is_resolved_once_a_connection()
    {
        var resolved = 0;
        await using var host = await ForeignHost.StartAsync(static context => context.Response.WriteAsync(context.Request.Host.Host));
        using var fetcher = new LinkFetcher(TimeProvider.System, (_, _) =>
        {
            resolved++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });
        using var response = await FetchAsync(fetcher, $"http://pictures.example:{host.Port}/a", Policy(inside: $"http://pictures.example:{host.Port}"));
        Assert.Equal("pictures.example", await response.Content.ReadAsStringAsync());
        Assert.Equal(1, resolved);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/"), InlineData("http://[fd00:ec2::254]/"), InlineData("//evil.example/x"), InlineData("https://evil.example/"), InlineData("ftp://a/"), InlineData("file:///etc/passwd")]
    public async Task A_redirect_to_what_is_not_on_the_list_ends_there(string location)
    {
        await using var host = await ForeignHost.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        using var fetcher = new LinkFetcher(TimeProvider.System, static (_, _) => throw new InvalidOperationException("nothing is to be resolved"));
        var denied = await Assert.ThrowsAsync<LinkDeniedException>(() => FetchAsync(fetcher, host.Url + "/a.png", Policy(inside: host.Url)));
        Assert.DoesNotContain("169.254", denied.Message);
    }

    [Fact]
    public async Task A_redirect_from_an_internal_host_to_a_listed_one_is_judged_anew()
    {
        await using var host = await ForeignHost.StartAsync(static context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = $"http://outside.example:{context.Request.Host.Port}/";
            return Task.CompletedTask;
        });
        using var fetcher = new LinkFetcher(TimeProvider.System, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        await Assert.ThrowsAsync<LinkDeniedException>(() => FetchAsync(fetcher, host.Url, Policy(inside: host.Url, hosts: $"http://outside.example:{host.Port}")));
    }

    [Theory, InlineData(3, true), InlineData(4, false)]
    public async Task Three_redirects_are_followed_and_not_four(int count, bool arrives)
    {
        await using var host = await ForeignHost.StartAsync(context =>
        {
            var step = int.Parse(context.Request.Path.Value![1..]);
            context.Response.StatusCode = step < count ? 301 : 200;
            context.Response.Headers.Location = step < count ? $"/{step + 1}" : default(string);
            return Task.CompletedTask;
        });
        using var fetcher = new LinkFetcher(TimeProvider.System);
        if (arrives)
        {
            using var response = await FetchAsync(fetcher, host.Url + "/0", Policy(inside: host.Url));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        else
        {
            await Assert.ThrowsAsync<LinkDeniedException>(() => FetchAsync(fetcher, host.Url + "/0", Policy(inside: host.Url)));
        }
    }

    [Fact]
    public async Task A_link_is_asked_for_as_it_is_spelled_and_cookies_are_not_kept()
    {
        var seen = new List<(string Target, string Cookies)>();
        await using var host = await ForeignHost.StartAsync(context =>
        {
            seen.Add((context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget, context.Request.Headers.Cookie.ToString()));
            context.Response.Headers.SetCookie = "a=b";
            return Task.CompletedTask;
        });
        using var fetcher = new LinkFetcher(TimeProvider.System);
        for (var i = 0; i < 2; i++)
        {
            using var response = await FetchAsync(fetcher, host.Url + "/%7Ea/%2e%2e/b?Signature=a%2Bb%2f", Policy(inside: host.Url));
        }
        Assert.All(seen, static one => Assert.Equal(("/%7Ea/%2e%2e/b?Signature=a%2Bb%2f", ""), one));
    }

    [Fact]
    public async Task A_host_that_stumbles_is_asked_again_twice_and_then_believed()
    {
        var asked = 0;
        await using var host = await ForeignHost.StartAsync(context =>
        {
            context.Response.StatusCode = ++asked % 3 == 0 ? 200 : 503;
            return Task.CompletedTask;
        });
        using var fetcher = new LinkFetcher(TimeProvider.System);
        using var response = await FetchAsync(fetcher, host.Url, Policy(inside: host.Url));
        Assert.Equal((HttpStatusCode.OK, 3), (response.StatusCode, asked));
    }

    [Fact]
    public async Task A_host_behind_TLS_must_prove_its_name()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=pictures.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var asked = 0;
        await using var host = await ForeignHost.StartAsync(context =>
        {
            asked++;
            return Task.CompletedTask;
        }, certificate: certificate);
        using var fetcher = new LinkFetcher(TimeProvider.System, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        // Nobody vouches for it: the address was right, the name is not proven.
        var failed = await Assert.ThrowsAsync<HttpRequestException>(() =>
            FetchAsync(fetcher, $"https://pictures.example:{host.Port}/", Policy(inside: $"pictures.example:{host.Port}")));
        Assert.Equal(HttpRequestError.SecureConnectionError, failed.HttpRequestError);
        Assert.Equal(0, asked);
    }

    [Theory, InlineData("pictures.example", true), InlineData("other.example", false)]
    public async Task A_host_behind_TLS_that_someone_trusted_vouches_for_is_asked_under_its_own_name_alone(string name, bool arrives)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        await using var host = await ForeignHost.StartAsync(static context => context.Response.WriteAsync(context.Request.Scheme), certificate: certificate);
        using var fetcher = new LinkFetcher(TimeProvider.System, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), [certificate]);
        var (url, policy) = ($"https://pictures.example:{host.Port}/", Policy(inside: $"pictures.example:{host.Port}"));
        if (arrives)
        {
            using var response = await FetchAsync(fetcher, url, policy);
            Assert.Equal("https", await response.Content.ReadAsStringAsync());
        }
        else
        {
            Assert.Equal(HttpRequestError.SecureConnectionError, (await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(fetcher, url, policy))).HttpRequestError);
        }
    }

    [Fact]
    public async Task A_host_that_is_not_there_can_not_be_reached()
    {
        using var fetcher = new LinkFetcher(TimeProvider.System);
        await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(fetcher, "http://127.0.0.1:1/", Policy(inside: "http://127.0.0.1:1")));
    }

    private static Task<HttpResponseMessage> FetchAsync(LinkFetcher fetcher, string url, ContentPolicy policy) =>
        fetcher.FetchAsync(LinkTarget.TryRead(url)!, policy, CancellationToken.None).WaitAsync(TestGateway.Patience);

    private static ContentPolicy Policy(string hosts = "", string inside = "")
    {
        Assert.Null(HostList.TryRead(hosts, out var open));
        Assert.Null(HostList.TryRead(inside, out var closed));
        return new ContentPolicy
        {
            TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End),
            MediaLinks = MediaLinkPolicy.Rewrite,
            LinkHosts = open!,
            InternalLinkHosts = closed!,
        };
    }
}
