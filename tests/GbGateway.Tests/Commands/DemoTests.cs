using GbGateway.Commands;
using GbGateway.Demo;
using Spectre.Console;

namespace GbGateway.Tests.Commands;

public sealed class DemoTests
{
    [Fact]
    public async Task The_tour_ends_with_0_and_keeps_what_it_showed()
    {
        var folder = Directory.CreateTempSubdirectory("gbgateway-demo");
        try
        {
            Assert.Equal(0, await DemoCommand.Create().Parse(["--once", "--port", "0", "--out", folder.FullName]).InvokeAsync());
            Assert.Equal(DemoStop.All.Select(static stop => stop.File).Order(), folder.GetFiles().Select(static file => file.Name).Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Answers_without_labels_are_found_out()
    {
        var folder = Directory.CreateTempSubdirectory("gbgateway-demo");
        try
        {
            await using var upstream = new DemoUpstream();
            await upstream.StartAsync();
            using var said = new StringWriter();
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(said) });
            using var tour = new DemoTour(new Uri(upstream.Url), new Uri(upstream.Url), folder, console);
            Assert.False(await tour.WalkAsync());
            Assert.Equal(DemoStop.All.Count, said.ToString().Split("is missing").Length - 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
