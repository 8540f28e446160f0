namespace GbGateway.Content;

/// <summary>Tells sound and video by the first bytes: hosts call them anything.</summary>
internal static class SoundSignatures
{
    /// <summary>Whether a body begins as a file of sound or video does.</summary>
    public static bool Match(ReadOnlySpan<byte> head) =>
        head.StartsWith("ID3"u8)
        || head.StartsWith("OggS"u8)
        || head.StartsWith("fLaC"u8)
        || head.StartsWith("#!AMR"u8)
        || (head.StartsWith("RIFF"u8) && head.Length >= 12 && (head[8..].StartsWith("WAVE"u8) || head[8..].StartsWith("AVI "u8)))
        || (head.StartsWith("FORM"u8) && head.Length >= 12 && head[8..].StartsWith("AIF"u8))
        || (head.Length >= 8 && head[4..].StartsWith("ftyp"u8)) // pictures of this family were told before
        || head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) // Matroska, WebM
        || (head.Length >= 4 && head[0] == 0xFF && head[1] is 0xFB or 0xF3 or 0xF2 or 0xFA or 0xF1 or 0xF9); // MPEG audio, ADTS
}
