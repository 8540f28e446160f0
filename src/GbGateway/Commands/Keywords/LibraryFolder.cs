using GbGateway.Content.Filtering;

namespace GbGateway.Commands.Keywords;

/// <summary>A library as a command reads it: a folder of layers, or one file.</summary>
/// <param name="Layers">The layers.</param>
/// <param name="Problems">What is wrong with files and lines.</param>
internal sealed record LibraryFolder(IReadOnlyList<KeywordLibrary> Layers, List<KeywordProblem> Problems)
{
    /// <summary>Reads it; throws an <see cref="IOException"/> if it is not there.</summary>
    internal static LibraryFolder Read(string path)
    {
        var problems = new List<KeywordProblem>();
        if (File.Exists(path))
        {
            return new LibraryFolder([KeywordFiles.Read(Path.GetFileNameWithoutExtension(path), path, File.ReadAllText(path), problems)], problems);
        }
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"{path} is not there / 路径不存在");
        }
        return new LibraryFolder(KeywordFiles.ReadFolder(path, problems), problems);
    }
}
