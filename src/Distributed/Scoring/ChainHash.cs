using System.IO.Compression;
using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Distributed;

/// <summary>Tells fitted chains apart by what is saved of them.</summary>
internal static class ChainHash
{
    /// <summary>A hash of everything that the saved chain would hold.</summary>
    public static string Of(MLContext ml, ITransformer chain, DataViewSchema schema)
    {
        using var saved = new MemoryStream();
        ml.Model.Save(chain, schema, saved);
        saved.Position = 0;
        var hash = new ContentHash();
        using var archive = new ZipArchive(saved, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            hash.Add<char>(entry.FullName);
            using var stream = entry.Open();
            hash.Add(stream);
        }
        return hash.ToString();
    }
}
