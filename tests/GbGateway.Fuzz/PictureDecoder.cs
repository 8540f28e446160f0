using NetVips;

namespace GbGateway.Fuzz;

/// <summary>A decoder of others, as a judge of files.</summary>
internal static class PictureDecoder
{
    /// <summary>Whether every pixel of the file can be decoded without an error.</summary>
    public static bool Takes(byte[] file)
    {
        try
        {
            using var image = Image.NewFromBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
            return image.Avg() >= 0;
        }
        catch (VipsException)
        {
            return false;
        }
    }
}
