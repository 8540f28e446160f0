using System.Text;
using System.Text.RegularExpressions;
using GbGateway.Content.Links;
using GbGateway.Tests.Support;

namespace GbGateway.Interop.Tests.Support;

/// <summary>The hosts that recorded answers link to: long dead, so the gateway of this ring is told that they are labelled.</summary>
public static partial class RecordedHosts
{
    /// <summary>All of them, as <c>LabelledHosts</c> lists hosts.</summary>
    public static string List { get; } = Read();

    private static string Read()
    {
        if (Repository.Fixtures is not { } folder || !Directory.Exists(Path.Combine(folder, "api")))
        {
            return "";
        }
        var hosts = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "api"), "body", SearchOption.AllDirectories))
        {
            foreach (Match link in Link().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(file))))
            {
                var host = (link.Groups[1].Length == 0 ? "http://" : "") + link.Groups[2].Value;
                if (HostList.FindMistake(host) is null)
                {
                    hosts.Add(host);
                }
            }
        }
        return string.Join(';', hosts);
    }

    [GeneratedRegex("\"http(s?):\\\\?/\\\\?/([A-Za-z0-9.-]+(?::[0-9]{1,5})?)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
