using System.Text;
using System.Text.Json.Nodes;
using DeepML.Data;
using DeepML.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Distributed;

/// <summary>
/// Brings the rows that each process has read to all others: they travel in ML.NET's binary format, in pieces, and lie in files of a folder
/// of each process.
/// </summary>
/// <param name="together">The processes.</param>
/// <param name="folder">Receives the files; it is empty.</param>
internal sealed class SharedRows(MpiDistribution together, string folder)
{
    private const int MostBytes = 1 << 26; // of the pieces of all processes at a time

    private const int LargestPiece = 1 << 22;

    // One of the caller's would draw a number for each reader and writer, and change what is trained behind it.
    private readonly MLContext _ml = new(seed: 0);

    /// <summary>Collects the rows of all.</summary>
    /// <param name="share">Those of this process.</param>
    /// <returns>All rows, in the order of ranks; the same in all processes.</returns>
    /// <exception cref="DistributionException">The columns are not the same in all.</exception>
    /// <exception cref="ArgumentException">A column cannot be written to a file.</exception>
    public IDataView Collect(IDataView share)
    {
        CheckColumns(share.Schema);
        var own = Path.Combine(folder, "own.idv");
        Write(share, own);
        Exchange(own);
        File.Delete(own);
        return new JoinedRows([.. Enumerable.Range(0, together.Size).Select(rank => _ml.Data.LoadFromBinary(Part(rank)))]);
    }

    private void CheckColumns(DataViewSchema schema)
    {
        var described = new JsonObject { ["Columns"] = new JsonArray([.. Visible(schema).Select(column => (JsonNode)Described(column))]) };
        var all = together.Gather(Encoding.UTF8.GetBytes(described.ToJsonString())).Select(bytes => JsonNode.Parse(bytes)).ToArray();
        for (var rank = 1; rank < all.Length; rank++)
        {
            var found = new List<string>();
            SettingDifferences.Add(all[0], all[rank], "", found);
            if (found.Count > 0)
                throw new DistributionException(
                    $"The shares do not have the same columns; there is {together.NameOf(0)}, here is {together.NameOf(rank)}: "
                    + $"{string.Join("; ", found)}. Keys are made of all rows, behind GatherRows, not of a share.");
        }
    }

    private static JsonObject Described(DataViewSchema.Column column)
    {
        var described = new JsonObject { ["Name"] = column.Name, ["Type"] = column.Type.ToString() };
        if (column.Type is KeyDataViewType or VectorDataViewType { ItemType: KeyDataViewType } && KeyTexts.Of(column) is { } texts)
        {
            var hash = new ContentHash();
            foreach (var text in texts)
                hash.Add<char>(text);
            described["KeyValues"] = hash.ToString();
        }
        return described;
    }

    // ML.NET would leave out what its format has no form for, and only log it.
    private void Write(IDataView share, string path)
    {
        string[] lost = [.. Visible(share.Schema).Where(column => !CanBeWritten(column.Type))
            .Select(column => $"'{column.Name}' ({column.Type})")];
        if (lost.Length > 0)
            throw new ArgumentException(
                $"Columns that no file can hold do not travel to other processes: {string.Join(", ", lost)}. Gather rows before they are "
                + "made: of pictures the paths, for one.",
                nameof(share));
        using var written = File.Create(path);
        _ml.Data.SaveAsBinary(share, written);
    }

    private static bool CanBeWritten(DataViewType type) => ((type as VectorDataViewType)?.ItemType ?? type) is NumberDataViewType
        or TextDataViewType or BooleanDataViewType or KeyDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType
        or TimeSpanDataViewType;

    private void Exchange(string own)
    {
        var piece = Math.Clamp(MostBytes / together.Size, 1 << 16, LargestPiece);
        using var read = File.OpenRead(own);
        var most = together.Gather(BitConverter.GetBytes(read.Length)).Max(bytes => BitConverter.ToInt64(bytes));
        var files = Enumerable.Range(0, together.Size).Select(rank => File.Create(Part(rank))).ToArray();
        try
        {
            var buffer = new byte[piece];
            for (long sent = 0; sent < most; sent += piece)
            {
                var count = read.ReadAtLeast(buffer, piece, throwOnEndOfStream: false);
                var pieces = together.Gather(buffer.AsSpan(0, count));
                for (var rank = 0; rank < files.Length; rank++)
                    files[rank].Write(pieces[rank]);
            }
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }
    }

    private static IEnumerable<DataViewSchema.Column> Visible(DataViewSchema schema) => schema.Where(column => !column.IsHidden);

    private string Part(int rank) => Path.Combine(folder, FormattableString.Invariant($"rank{rank}.idv"));
}
