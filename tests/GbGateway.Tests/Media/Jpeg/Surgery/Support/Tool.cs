using System.Diagnostics;

namespace GbGateway.Tests.Media.Jpeg.Surgery.Support;

/// <summary>A program of libjpeg-turbo, run on bytes.</summary>
internal static class Tool
{
    /// <summary>Runs a program on <paramref name="input"/>; gives what it wrote and what it complained of.</summary>
    public static (byte[] Output, string Complaints) Run(string name, byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo(name) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        var copy = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It gave up before it had read everything; its complaint says why.
        }
        copy.GetAwaiter().GetResult();
        process.WaitForExit();
        return (output.ToArray(), complaints.GetAwaiter().GetResult());
    }

    /// <summary>Pixels as djpeg decodes them, without smoothing between blocks, and its complaints.</summary>
    public static (byte[] Pixels, int Width, int Channels, string Complaints) Decode(byte[] file)
    {
        var (pnm, complaints) = Run("djpeg", file, "-nosmooth", "-pnm");
        int at = 0, fields = 0;
        while (fields < 4)
        {
            fields += pnm[at++] is (byte)' ' or (byte)'\n' ? 1 : 0;
        }
        var head = System.Text.Encoding.ASCII.GetString(pnm, 0, at).Split([' ', '\n']);
        return (pnm[at..], int.Parse(head[1]), head[0] == "P5" ? 1 : 3, complaints);
    }
}
