using System.Text.Json;

namespace GbGateway.Grants;

/// <summary>A file of the grants that were issued, one a line as JSON, without their tokens: the issuer's own list (<c>MEA-9</c>).</summary>
public static class GrantRegister
{
    /// <summary>Notes a grant and flushes it to the disk; the file is made if missing, readable by its owner only.</summary>
    public static void Add(string path, Grant grant)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("id", grant.ID);
            json.WriteString("recipient", grant.Recipient);
            json.WriteString("agreement", grant.Agreement);
            json.WriteString("notBefore", grant.NotBefore);
            json.WriteString("expires", grant.Expires);
            json.WriteStartArray("routes");
            foreach (var route in grant.Routes)
            {
                json.WriteStringValue(route);
            }
            json.WriteEndArray();
            json.WriteString("keyID", grant.KeyID);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var file = new FileStream(path, options);
        file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads the grants of a register.</summary>
    /// <exception cref="InvalidDataException">A line is none.</exception>
    public static IEnumerable<Grant> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            yield return TryRead(line) ?? throw new InvalidDataException($"{path}, line {number}: this is no grant");
        }
    }

    private static Grant? TryRead(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var grant = document.RootElement;
            return new Grant
            {
                ID = grant.GetProperty("id").GetString()!,
                Recipient = grant.GetProperty("recipient").GetString()!,
                Agreement = grant.GetProperty("agreement").GetString()!,
                NotBefore = grant.GetProperty("notBefore").GetDateTimeOffset(),
                Expires = grant.GetProperty("expires").GetDateTimeOffset(),
                Routes = [.. grant.GetProperty("routes").EnumerateArray().Select(static route => route.GetString()!)],
                KeyID = grant.GetProperty("keyID").GetString()!,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
