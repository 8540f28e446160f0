using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>Reads keyword libraries: a folder whose sub-folders are layers, in the order of their names, of CSV, TSV, YAML and plain lists.</summary>
public static class KeywordFiles
{
    private static readonly string[] Extensions = [".csv", ".tsv", ".yaml", ".yml", ".txt"];

    /// <summary>Reads a folder. Files right in it make a layer of their own, named after the folder, in front of the others.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problems">Receives what is wrong, all of it; good lines are taken all the same.</param>
    public static IReadOnlyList<KeywordLibrary> ReadFolder(string folder, List<KeywordProblem> problems)
    {
        var layers = new List<KeywordLibrary>();
        AddLayer(folder, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), layers, problems);
        foreach (string layer in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            // A mounted ConfigMap keeps its versions in folders whose names begin with a dot.
            if (Path.GetFileName(layer)[0] != '.')
            {
                AddLayer(layer, Path.GetFileName(layer), layers, problems);
            }
        }

        return layers;
    }

    /// <summary>Reads one file as a layer.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="fileName">Its name: the extension tells the format.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static KeywordLibrary Read(string layer, string fileName, string text, List<KeywordProblem> problems)
    {
        var draft = new KeywordLibraryDraft(layer, problems);
        ReadInto(draft, fileName, text);
        return draft.Finish();
    }

    private static void AddLayer(string folder, string name, List<KeywordLibrary> layers, List<KeywordProblem> problems)
    {
        var draft = new KeywordLibraryDraft(name, problems);
        bool any = false;
        foreach (string file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            {
                ReadInto(draft, file, File.ReadAllText(file, Encoding.UTF8));
                any = true;
            }
        }

        if (any)
        {
            layers.Add(draft.Finish());
        }
    }

    private static void ReadInto(KeywordLibraryDraft draft, string fileName, string text)
    {
        draft.Risk = default;
        draft.File = Path.GetFileName(fileName);
        switch (Path.GetExtension(fileName).ToLowerInvariant())
        {
            case ".csv":
                TableReader.Read(draft, text, ',');
                break;
            case ".tsv":
                TableReader.Read(draft, text, '\t');
                break;
            case ".yaml" or ".yml":
                YamlReader.Read(draft, text);
                break;
            default:
                ListReader.Read(draft, text);
                break;
        }
    }
}
