using System.Text;
using GbGateway.Interop.Tests.Support;
using GbGateway.Tests.Support;
using Xunit.Abstractions;

namespace GbGateway.Interop.Tests.Clients;

/// <summary>Real SDKs read recorded answers directly and through the gateway: nothing differs but the labels.</summary>
public sealed class RealClientTests(Servers servers, ITestOutputHelper log) : IClassFixture<Servers>
{
    // Every family of the recordings, those that come later too.
    private static string[] Families =>
        Repository.Fixtures is null ? [] : [.. Directory.GetDirectories(Path.Combine(Repository.Fixtures, "api")).Select(static folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    // The recording's last event has no blank line, and this client drops it: what stands in it is lost directly as well, and through the gateway the label is.
    private const string UnendedEvent = "gemini-stream/vertexai-googleai_streaming-success-finish-message", DropsUnended = "ai-sdk";

    // A recording whose base64 breaks off: a picture nobody can open is refused.
    private const string BrokenPicture = "openai-responses/ai-__fixtures___openai-image-generation-tool.1";

    // A byte order mark before a picture makes it none: nothing but the bytes of a picture can be labelled as one.
    private const string MarkedPicture = "bom=1";

    // Clients gather a long line of small pieces in quadratic time: pieces of some kilobytes for answers that hold pictures.
    private const int LongBody = 60_000;

    /// <summary>How upstream cuts and encodes; those of the regular ring first.</summary>
    public static TheoryData<string> Deliveries()
    {
        var all = new TheoryData<string>
        {
            "",
            "split=random;seed=1",
            "split=random;seed=2;enc=gzip",
            "enc=br",
        };
        if (Environment.GetEnvironmentVariable("GBGATEWAY_INTEROP") == "all")
        {
            foreach (var more in (string[])
                [
                    "enc=gzip", "split=byte", "split=utf8", "split=event", "split=event;enc=br", "split=random;seed=3;enc=br", "split=random;seed=4;enc=deflate",
                    "split=random;seed=5;max=7", "split=random;seed=6;max=4096", "split=event;delay=0-3;len=0", "len=close", "len=0", "split=random;seed=7;ext=1;trailers=1", "bom=1",
                ])
            {
                all.Add(more);
            }
        }
        return all;
    }

    [SkippableTheory]
    [MemberData(nameof(Deliveries))]
    public async Task Npm_clients_see_nothing_but_the_labels(string delivery) => await CompareAsync(ClientProgram.Npm, delivery, leastTexts: 40);

    [SkippableTheory]
    [MemberData(nameof(Deliveries))]
    public async Task NuGet_clients_see_nothing_but_the_labels(string delivery) => await CompareAsync(ClientProgram.NuGet, delivery, leastTexts: 40);

    [SkippableTheory]
    [MemberData(nameof(Deliveries))]
    public async Task Completions_clients_see_nothing_but_the_labels(string delivery) => await CompareAsync(ClientProgram.Completions, delivery, leastTexts: 4);

    public static TheoryData<string> Aborts() =>
        Environment.GetEnvironmentVariable("GBGATEWAY_INTEROP") == "all" ? [.. Enumerable.Range(1, 9).Select(static tenth => $"abort=0.{tenth}")] : ["abort=0.5"];

    /// <summary>An upstream that dies: the client fails the same way, or reads what it reads directly and the labels.</summary>
    [SkippableTheory]
    [MemberData(nameof(Aborts))]
    public async Task An_answer_that_is_cut_fails_in_a_stream_as_it_fails_directly(string delivery)
    {
        using var material = Material.Of(Families, LongBody, each: 4);
        await servers.StartAsync();
        var direct = await RunAsync(ClientProgram.Npm, servers.Upstream.Address, material, delivery);
        var through = await RunAsync(ClientProgram.Npm, servers.Gateway.Address, material, delivery);
        var failures = new StringBuilder();
        var failed = 0;
        foreach (var (key, was) in direct.Where(static one => one.Value.Mode.Contains("stream", StringComparison.Ordinal)))
        {
            var now = through[key];
            failed += was.Ok ? 0 : 1;
            if (was.Ok != now.Ok || (!was.Ok && was.FailureKind != now.FailureKind))
            {
                failures.AppendLine($"{key}: direct {was.Value}, through {now.Value}");
            }
        }
        log.WriteLine($"{delivery}: {direct.Count} cases, {failed} of the streams fail directly");
        Assert.True(failures.Length == 0, failures.ToString());
    }

    /// <summary>The recording is asked for by path or model, not by a header: other addresses, other requests.</summary>
    [SkippableTheory]
    [InlineData("path", "")]
    [InlineData("path", "split=random;seed=8")]
    [InlineData("model", "")]
    public async Task Npm_clients_see_nothing_but_the_labels_however_they_ask(string selection, string delivery)
    {
        using var material = Material.Of(Families, LongBody);
        await servers.StartAsync();
        var (texts, _) = await CompareAsync(ClientProgram.Npm, material, delivery, selection);
        Assert.True(texts >= 40, $"only {texts} labelled texts were read");
    }

    [SkippableTheory]
    [InlineData("split=random;seed=1;max=9000")]
    [InlineData("split=random;seed=2;max=9000;enc=gzip")]
    public async Task Clients_see_labelled_pictures_in_long_answers_cut_anywhere(string delivery)
    {
        using var material = Material.Of(["openai-images"]);
        await servers.StartAsync();
        foreach (var program in (ClientProgram[])[ClientProgram.Npm, ClientProgram.NuGet])
        {
            var (_, pictures) = await CompareAsync(program, material, delivery);
            Assert.True(pictures > 0, $"{program.Name} read no picture at all");
        }
    }

    private async Task CompareAsync(ClientProgram program, string delivery, int leastTexts)
    {
        using var material = Material.Of(Families, delivery.Contains("split", StringComparison.Ordinal) ? LongBody : long.MaxValue);
        await servers.StartAsync();
        var (texts, _) = await CompareAsync(program, material, delivery);
        // A comparison in which nothing was labelled would pass for the wrong reason.
        Assert.True(texts >= leastTexts, $"{program.Name} read only {texts} labelled texts");
    }

    private async Task<(int Texts, int Pictures)> CompareAsync(ClientProgram program, Material material, string delivery, string? selection = null)
    {
        var direct = await RunAsync(program, servers.Upstream.Address, material, Readable(program, delivery), selection);
        var through = await RunAsync(program, servers.Gateway.Address, material, delivery, selection);
        var failures = new StringBuilder();
        var (texts, pictures, failed) = (0, 0, 0);
        foreach (var key in direct.Keys.Union(through.Keys).Order(StringComparer.Ordinal))
        {
            if (!direct.TryGetValue(key, out var was) || !through.TryGetValue(key, out var now))
            {
                failed++;
                failures.AppendLine($"{key}: ran on one side only");
                continue;
            }
            if (was.Use == BrokenPicture || (was.Use == UnendedEvent && was.Client == DropsUnended) || (was.Mode == "image-binary" && (delivery == MarkedPicture || selection == "model"))) // a GET names no model
            {
                continue;
            }
            var comparison = LabelComparison.Of(was, now, RecordedAnswer.Read(was.Use));
            texts += comparison.Texts;
            pictures += comparison.Pictures;
            if (comparison.Differences.Count > 0)
            {
                failed++;
                failures.AppendLine($"{key}\n    {string.Join("\n    ", comparison.Differences)}");
            }
        }
        log.WriteLine($"{program.Name}: {direct.Count} cases, {texts} labelled texts, {pictures} labelled pictures, {failed} failed");
        Assert.True(failed == 0, $"{failed} of {direct.Count} cases differ by more than the labels:\n{failures}\nThe gateway said:\n{servers.Gateway.Output}");
        return (texts, pictures);
    }

    /// <summary>
    /// One run. On a busy machine a connection to the upstream is now and then lost before any answer, the clients' own and the gateway's alike
    /// (a gateway that sent the request again would have the answer generated twice): such cases are asked again.
    /// </summary>
    private async Task<Dictionary<string, ClientOutcome>> RunAsync(ClientProgram program, string address, Material material, string delivery, string? selection = null)
    {
        var outcomes = await program.RunAsync(address, material, delivery, selection);
        for (var again = 0; again < 4 && outcomes.Values.Any(static one => one.LostConnection); again++)
        {
            log.WriteLine($"{program.Name}: {outcomes.Values.Count(static one => one.LostConnection)} connections were lost; asked again");
            foreach (var (key, outcome) in await program.RunAsync(address, material, delivery, selection))
            {
                outcomes[key] = outcomes[key].LostConnection ? outcome : outcomes[key];
            }
        }
        return outcomes;
    }

    // What a client can't read of the upstream itself: encodings where it undoes none, and quoted values in chunk extensions, at which Node's parser gives up.
    private static string Readable(ClientProgram program, string delivery) =>
        string.Join(';', delivery.Split(';').Where(option => option != "ext=1" && (program.Decodes || !option.StartsWith("enc=", StringComparison.Ordinal))));
}
