using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Configuration;
using GbGateway.Labels.Integrity;
using GbGateway.Metrics;
using GbGateway.Policies;
using GbGateway.Tests.Ledger;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Policies;

/// <summary>T22, T-kw-2: a library is fetched by ETag, taken only under the pinned key, and the last good one survives everything.</summary>
public sealed class KeywordDownloadTests : IDisposable
{
    private readonly TemporaryDirectory _cache = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] _library = [];
    private byte[] _signature = [];
    private string _tag = "\"1\"";
    private int _status = 200;
    private int _sent;

    public void Dispose()
    {
        _cache.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task A_signed_library_is_taken_once_and_its_entity_tag_asked_by()
    {
        await using var server = await TestServer.StartAsync(AnswerAsync);
        Serve("# updated: 2026-11-20\n苹果派\n", "\"1\"");
        using var download = Open(server.Url + "/library.txt");
        Assert.Equal(["苹果派"], Entries(download));
        download.Fetch();
        download.Fetch();
        Assert.Equal(1, _sent);
        Serve("# updated: 2026-11-27\n苹果派\n香蕉船\n", "\"2\"");
        download.Fetch();
        Assert.Equal(["苹果派", "香蕉船"], Entries(download));
        Assert.Equal(2, _sent);
    }

    [Fact]
    public async Task A_bundle_of_folders_is_a_library_of_layers_whose_names_stay()
    {
        await using var server = await TestServer.StartAsync(AnswerAsync);
        Serve(Zip(("10-national/a.csv", "entry\n苹果派\n"), ("20-company/b.txt", "香蕉船\n"), ("README.md", "not a library"), ("c.txt", "葡萄干\n")), "\"1\"");
        using var download = Open(server.Url + "/library.zip");
        var layers = Content.Filtering.KeywordFiles.ReadFolder(download.Folder!, []);
        Assert.Equal(["10-national", "20-company", "library"], layers.Select(static layer => layer.Name));
    }

    [Theory]
    [InlineData("other key")]
    [InlineData("changed bytes")]
    [InlineData("no signature")]
    [InlineData("garbage")]
    [InlineData("older")]
    [InlineData("no entry")]
    [InlineData("outside")]
    [InlineData("deep")]
    [InlineData("down")]
    [InlineData("not found")]
    public async Task What_is_not_good_changes_nothing_and_the_last_one_is_there_after_a_restart(string fault)
    {
        await using var server = await TestServer.StartAsync(AnswerAsync);
        Serve("# updated: 2026-11-20\n苹果派\n", "\"1\"");
        var url = server.Url + "/library.txt";
        using (var download = Open(url))
        {
            Serve("# updated: 2026-11-21\n香蕉船\n", "\"2\"");
            switch (fault)
            {
                case "other key":
                    using (var other = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                    {
                        _signature = other.SignData(_library, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
                    }
                    break;
                case "changed bytes":
                    _library = [.. _library, (byte)'\n'];
                    break;
                case "no signature":
                    _signature = [];
                    break;
                case "garbage":
                    _signature = RandomNumberGenerator.GetBytes(70);
                    break;
                case "older":
                    Serve("# updated: 2026-11-19\n香蕉船\n", "\"2\"");
                    break;
                case "no entry":
                    Serve("# updated: 2026-11-21\n", "\"2\"");
                    break;
                case "outside":
                    Serve(Zip(("../evil.txt", "香蕉船\n")), "\"2\"");
                    break;
                case "deep":
                    Serve(Zip(("a/b/c.txt", "香蕉船\n")), "\"2\"");
                    break;
                default:
                    _status = fault == "down" ? 503 : 404;
                    break;
            }
            download.Fetch();
            Assert.Equal(["苹果派"], Entries(download));
            Assert.False(File.Exists(Path.Combine(_cache.Path, "evil.txt")));
        }
        await server.DisposeAsync();
        using var again = Open(url);
        Assert.Equal(["苹果派"], Entries(again));
    }

    [Fact]
    public async Task A_start_without_any_library_is_refused_and_says_why()
    {
        await using var server = await TestServer.StartAsync(AnswerAsync);
        _status = 500;
        var mistake = Assert.Throws<ConfigurationException>(() => Open(server.Url + "/library.txt"));
        Assert.Contains("Keywords:Url", mistake.Message);
        Assert.Contains("500", mistake.Message);
    }

    [Fact]
    public void A_key_of_SM2_pins_a_library_too()
    {
        var pair = Sm2PrivateKey.Generate();
        using var key = LibraryKey.TryReadPem(pair.PublicKey.ToPem());
        Assert.NotNull(key);
        Assert.True(key.Verify("library"u8, pair.Sign("library"u8)));
        Assert.True(key.Verify("library"u8, Encoding.ASCII.GetBytes(Convert.ToBase64String(pair.Sign("library"u8)))));
        Assert.False(key.Verify("Library"u8, pair.Sign("library"u8)));
    }

    [Fact]
    public void A_private_key_or_one_of_another_curve_is_no_key_to_pin()
    {
        Assert.Null(LibraryKey.TryReadPem(_key.ExportECPrivateKeyPem()));
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Null(LibraryKey.TryReadPem(p384.ExportSubjectPublicKeyInfoPem()));
        Assert.Null(LibraryKey.TryReadPem("nothing"));
        Assert.NotNull(LibraryKey.TryReadPem(_key.ExportSubjectPublicKeyInfoPem()));
    }

    // The whole gateway: fetched, in force, swapped while requests run.
    [Fact]
    public async Task A_fetched_library_is_in_force_and_the_next_one_without_a_restart()
    {
        await using var server = await TestServer.StartAsync(AnswerAsync);
        Serve("# version: v1\n# updated: 2026-11-20\n你好\n", "\"1\"");
        var pem = _cache.File("key.pem");
        File.WriteAllText(pem, _key.ExportSubjectPublicKeyInfoPem());
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context),
            ("GbGateway:Keywords:Url", server.Url + "/library.txt"), ("GbGateway:Keywords:PublicKeyFile", pem), ("GbGateway:Keywords:Cache", _cache.File("cache")),
            ("GbGateway:Keywords:Interval", "01:00:00"), ("GbGateway:Keywords:FetchInterval", "01:00:00"));
        Assert.Contains("** world", await AskAsync(gateway));
        Serve("# version: v2\n# updated: 2026-11-27\nworld\n", "\"2\"");
        gateway.Gateway.Policies.Download!.Fetch();
        gateway.Gateway.Policies.Keywords!.Look();
        gateway.Gateway.Policies.Keywords!.Look();
        Assert.Contains("你好 *****", await AskAsync(gateway));
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_keyword_fetches_total{outcome=\"changed\"} 2", metrics);
        Assert.Contains("gbgateway_keyword_library_info{version=\"v2\"} 1", metrics);
    }

    private static async Task<string> AskAsync(TestGateway gateway)
    {
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        return await response.Content.ReadAsStringAsync();
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return bytes.ToArray();
    }

    private static IEnumerable<string> Entries(KeywordDownload download) =>
        Content.Filtering.KeywordFiles.ReadFolder(download.Folder!, []).SelectMany(static layer => layer.Entries).Select(static entry => entry.Text);

    private KeywordDownload Open(string url) => new(
        new Uri(url), LibraryKey.TryReadPem(_key.ExportSubjectPublicKeyInfoPem())!, _cache.Path, TimeSpan.FromHours(1), TimeProvider.System,
        new FilterMetrics(Prometheus.Metrics.NewCustomRegistry()), NullLogger.Instance);

    private void Serve(string text, string tag) => Serve(Encoding.UTF8.GetBytes(text), tag);

    private void Serve(byte[] library, string tag)
    {
        (_library, _tag) = (library, tag);
        _signature = _key.SignData(library, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (_status != 200)
        {
            context.Response.StatusCode = _status;
        }
        else if (context.Request.Path.Value!.EndsWith(".sig", StringComparison.Ordinal))
        {
            context.Response.StatusCode = _signature.Length == 0 ? 404 : 200;
            await context.Response.Body.WriteAsync(_signature);
        }
        else if (context.Request.Headers.IfNoneMatch == _tag)
        {
            context.Response.StatusCode = 304;
        }
        else
        {
            _sent++;
            context.Response.Headers.ETag = _tag;
            await context.Response.Body.WriteAsync(_library);
        }
    }
}
