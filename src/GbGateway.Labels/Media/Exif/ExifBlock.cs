using System.Buffers.Binary;
using System.Text;

namespace GbGateway.Labels.Media.Exif;

/// <summary>An EXIF block (a TIFF structure): its orientation, the AIGC labels in its text fields, and their removal in place.</summary>
internal static class ExifBlock
{
    private const int Orientation = 0x0112, ExifDirectory = 0x8769, MakerNote = 0x927C, UserComment = 0x9286;
    private const int FirstWindowsText = 0x9C9B, LastWindowsText = 0x9C9F;
    private const int MaxDirectories = 8;
    private const int MaxEntries = 512;
    private const int MaxText = 1 << 20;

    [ThreadStatic]
    private static List<ExifField>? _fields;

    [ThreadStatic]
    private static List<uint>? _directories;

    /// <summary>The EXIF orientation, 1 to 8; 1 if there is none or it makes no sense.</summary>
    public static int ReadOrientation(ReadOnlySpan<byte> tiff)
    {
        foreach (var field in Fields(tiff, out var little))
        {
            if (field.Tag == Orientation && field.Directory == U32(tiff, 4, little) && field.Length == 2)
            {
                var value = U16(tiff, field.Value, little);
                return value is >= 1 and <= 8 ? value : 1;
            }
        }
        return 1;
    }

    /// <summary>Adds the labels of all text fields.</summary>
    public static void Find(ReadOnlySpan<byte> tiff, string carrier, List<FoundLabel> found)
    {
        foreach (var field in Fields(tiff, out var little))
        {
            if (TryReadLabel(tiff, field, little, out var value))
            {
                found.Add(FoundLabel.Of($"{carrier} {Name(field.Tag)}", value));
            }
        }
    }

    /// <summary>Takes the fields that hold a label out of <paramref name="tiff"/>, in place: no offset moves, their values are blanked.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool RemoveLabels(Span<byte> tiff)
    {
        var fields = Fields(tiff, out var little);
        var removed = false;
        // From the last to the first: removing an entry moves the later ones of its directory.
        for (var i = fields.Count - 1; i >= 0; i--)
        {
            if (TryReadLabel(tiff, fields[i], little, out _))
            {
                Remove(tiff, fields[i], little);
                removed = true;
            }
        }
        return removed;
    }

    private static string Name(int tag) => tag switch
    {
        UserComment => "UserComment",
        0x010E => "ImageDescription",
        0x9C9C => "XPComment",
        _ => $"tag {tag:X4}",
    };

    private static bool TryReadLabel(ReadOnlySpan<byte> tiff, ExifField field, bool little, out string value)
    {
        value = "";
        if (field.Length is < 8 or > MaxText || field.Tag == MakerNote)
        {
            return false;
        }
        var text = tiff.Slice(field.Value, field.Length);
        if (field.Tag == UserComment && text.StartsWith("UNICODE\0"u8))
        {
            text = Encoding.UTF8.GetBytes((little ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(text[8..]));
        }
        else if (field.Tag is >= FirstWindowsText and <= LastWindowsText)
        {
            text = Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(text));
        }
        return FreeTextLabel.TryFind(text, out value);
    }

    private static void Remove(Span<byte> tiff, ExifField field, bool little)
    {
        tiff.Slice(field.Value, field.Length).Clear();
        var count = U16(tiff, field.Directory, little);
        var end = field.Directory + 2 + 12 * count + 4; // the link to the next directory moves with the entries
        if (count == 0 || end > tiff.Length || end < field.Entry + 12)
        {
            tiff.Slice(field.Entry, 2).Clear(); // a cut directory: tag 0 is read by nobody
            return;
        }
        tiff[(field.Entry + 12)..end].CopyTo(tiff[field.Entry..]);
        tiff.Slice(end - 12, 12).Clear();
        var directory = tiff[field.Directory..];
        if (little)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)(count - 1));
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(directory, (ushort)(count - 1));
        }
    }

    private static List<ExifField> Fields(ReadOnlySpan<byte> tiff, out bool little)
    {
        // One picture is looked at four times; the lists are never held across calls.
        var fields = _fields ??= [];
        fields.Clear();
        little = tiff.StartsWith("II"u8);
        if (tiff.Length < 8 || !(little || tiff.StartsWith("MM"u8)) || U16(tiff, 2, little) != 42)
        {
            return fields;
        }
        var directories = _directories ??= [];
        directories.Clear();
        directories.Add(U32(tiff, 4, little));
        for (var i = 0; i < directories.Count && i < MaxDirectories; i++)
        {
            if (directories[i] is < 8 or > int.MaxValue || directories[i] + 2 > (uint)tiff.Length)
            {
                continue;
            }
            var start = (int)directories[i];
            var count = Math.Min(Math.Min(U16(tiff, start, little), MaxEntries), (tiff.Length - start - 2) / 12);
            for (var entry = start + 2; count > 0; count--, entry += 12)
            {
                var field = ReadField(tiff, entry, start, little);
                if (field.Tag == ExifDirectory && field.Length == 4)
                {
                    Follow(directories, U32(tiff, field.Value, little));
                }
                if (field.Length > 0)
                {
                    fields.Add(field);
                }
            }
            var next = start + 2 + 12 * U16(tiff, start, little);
            if (next <= tiff.Length - 4)
            {
                Follow(directories, U32(tiff, next, little));
            }
        }
        return fields;
    }

    private static void Follow(List<uint> directories, uint at)
    {
        if (at != 0 && !directories.Contains(at))
        {
            directories.Add(at);
        }
    }

    private static ExifField ReadField(ReadOnlySpan<byte> tiff, int entry, int directory, bool little)
    {
        var size = U16(tiff, entry + 2, little) switch { 1 or 2 or 6 or 7 => 1, 3 or 8 => 2, 4 or 9 or 11 => 4, 5 or 10 or 12 => 8, _ => 0 };
        var length = (ulong)size * U32(tiff, entry + 4, little);
        var value = length <= 4 ? (uint)entry + 8 : U32(tiff, entry + 8, little);
        return length > int.MaxValue || value + length > (ulong)tiff.Length
            ? new ExifField(U16(tiff, entry, little), entry, directory, 0, 0)
            : new ExifField(U16(tiff, entry, little), entry, directory, (int)value, (int)length);
    }

    private static int U16(ReadOnlySpan<byte> tiff, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt16BigEndian(tiff[at..]);

    private static uint U32(ReadOnlySpan<byte> tiff, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[at..]);
}
