using System.Text;
using System.Text.Json.Nodes;
using DeepML.Distributed;
using Microsoft.ML;

namespace DeepML;

/// <summary>
/// Scores files with many processes: each takes parts of their rows, the results come in the order of the rows, each exactly once, and a
/// run that was killed goes on where it was.
/// </summary>
public static class MpiScoring
{
    private const int UsualRowsPerPart = 10_000;

    /// <summary>Scores all rows of some files into one text file.</summary>
    /// <param name="together">The processes: <see cref="MpiDistribution.Join"/>. One process scores everything.</param>
    /// <param name="ml">The context.</param>
    /// <param name="chain">The fitted chain, the same in all processes.</param>
    /// <param name="files">The files, in the order of the results; all processes must reach them.</param>
    /// <param name="load">Reads a file, its rows in their order.</param>
    /// <param name="output">
    /// The file that is written: a line of names, then a line a row. Parts lie in a folder of that name and ".parts" until it is whole;
    /// all processes must reach it.
    /// </param>
    /// <param name="options">What is written, and how rows are spread; null for the defaults.</param>
    /// <returns>What was done; the same in all processes.</returns>
    /// <exception cref="ArgumentException">The options have faults, there are no files, or a column is not there.</exception>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="DistributionException">
    /// A process is lost or has failed, or has another chain or other files.
    /// </exception>
    /// <exception cref="InvalidOperationException">The folder of parts holds those of other work.</exception>
    public static MpiScoringReport Run(
        MpiDistribution together, MLContext ml, ITransformer chain, IReadOnlyList<string> files, Func<string, IDataView> load,
        string output, MpiScoringOptions? options = null)
    {
        options ??= new MpiScoringOptions();
        return Run(together, ml, chain, files, load, output, options, new DelimitedRows(options.Separator));
    }

    /// <summary>The same, with lines of another form.</summary>
    internal static MpiScoringReport Run(
        MpiDistribution together, MLContext ml, ITransformer chain, IReadOnlyList<string> files, Func<string, IDataView> load,
        string output, MpiScoringOptions options, IRowLines lines)
    {
        ArgumentNullException.ThrowIfNull(together);
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(load);
        ArgumentException.ThrowIfNullOrWhiteSpace(output);
        try
        {
            options.Validate();
            return new Job(together, ml, chain, files, load, Path.GetFullPath(output), options, lines).Run();
        }
        catch (Exception error) when (error is not DistributionException)
        {
            together.Abandon(error);
            throw;
        }
    }

    private sealed class Job(
        MpiDistribution together, MLContext ml, ITransformer chain, IReadOnlyList<string> files, Func<string, IDataView> load,
        string output, MpiScoringOptions options, IRowLines lines)
    {
        private readonly PartFolder _folder = new(output);
        private readonly long _rowsPerPart = options.RowsPerPart ?? (chain.IsRowToRowMapper ? UsualRowsPerPart : long.MaxValue);

        public MpiScoringReport Run()
        {
            if (options.RowsPerPart is { } rows && !chain.IsRowToRowMapper)
                throw new ArgumentException(
                    $"RowsPerPart is {rows}, but the chain makes rows of more than one row; leave it null, which scores files whole.",
                    nameof(options));
            if (files.Count == 0)
                throw new ArgumentException("There are no files to score.", nameof(files));
            var first = load(files[0]);
            var columns = Columns(first.Schema);
            var takenUp = Open(first.Schema, columns);
            var counts = new JsonArray();
            for (var file = 0; file < files.Count; file++)
                counts.Add(Score(file, columns));
            return Join(columns, counts, takenUp);
        }

        private string[] Columns(DataViewSchema input)
        {
            var scored = chain.GetOutputSchema(input);
            if (options.Columns is { } asked)
                return asked.FirstOrDefault(name => scored.GetColumnOrNull(name) is null) is { } missing
                    ? throw new ArgumentException(
                        $"Columns names '{missing}', which the chain does not give; it gives {string.Join(", ", Visible(scored))}.",
                        nameof(options))
                    : [.. asked];
            var added = Visible(scored).Except(Visible(input)).ToArray();
            return added.Length > 0
                ? added
                : throw new ArgumentException("The chain adds no column; name those to write in Columns.", nameof(options));
        }

        private static IEnumerable<string> Visible(DataViewSchema schema) =>
            schema.Where(column => !column.IsHidden).Select(column => column.Name);

        // All agree on what is to be done before anything is, and the first looks what has been.
        private int Open(DataViewSchema input, string[] columns)
        {
            var plan = new JsonObject
            {
                ["Chain"] = ChainHash.Of(ml, chain, input),
                ["Columns"] = new JsonArray([.. columns.Select(name => (JsonNode)name)]),
                ["RowsPerPart"] = _rowsPerPart,
                ["Separator"] = options.Separator.ToString(),
                ["Files"] = new JsonArray([.. files.Select(file => (JsonNode)new JsonObject
                {
                    ["Name"] = Path.GetFileName(file),
                    ["Bytes"] = new FileInfo(file).Length,
                })]),
            };
            var plans = Told(plan.ToJsonString());
            for (var rank = 1; rank < plans.Count; rank++)
            {
                var found = new List<string>();
                Trainers.SettingDifferences.Add(JsonNode.Parse(plans[0]), JsonNode.Parse(plans[rank]), "", found);
                if (found.Count > 0)
                    throw new DistributionException(
                        $"The processes do not score the same; there is {together.NameOf(0)}, here is {together.NameOf(rank)}: "
                        + $"{string.Join("; ", found)}.");
            }
            if (together.IsFirst)
                _folder.Open(plan);
            var takenUp = together.IsFirst ? Enumerable.Range(0, files.Count).Sum(file => _folder.Done(file).Count) : 0;
            return BitConverter.ToInt32(together.FromFirst(BitConverter.GetBytes(takenUp)));
        }

        // The parts of a file that fall to this process; answers how many rows it has.
        private long Score(int file, string[] columns)
        {
            var done = _folder.Done(file);
            bool IsOwn(int part) => (file + part) % together.Size == together.Rank && !done.Contains(part);
            var rows = new PartRows(load(files[file]), _rowsPerPart, IsOwn);
            var scored = chain.Transform(rows);
            var written = columns.Select(name => scored.Schema[name]).ToArray();
            using var cursor = scored.GetRowCursor(written);
            var line = lines.Of(cursor, written);
            for (var (number, more) = (0, cursor.MoveNext()); more; number++)
            {
                if (!IsOwn(number))
                    continue;
                using var part = _folder.Begin(together.Rank);
                for (var left = _rowsPerPart; left > 0 && more; left--, more = cursor.MoveNext())
                    part.WriteLine(line());
                _folder.End(part, together.Rank, file, number);
                together.ThrowIfLost();
            }
            return rows.Count!.Value;
        }

        private MpiScoringReport Join(string[] columns, JsonArray counts, int takenUp)
        {
            var all = Told(counts.ToJsonString());
            if (all.FindIndex(other => other != all[0]) is > 0 and var rank)
                throw new DistributionException(
                    $"{together.NameOf(0)} has read {all[0]} rows of the files, and {together.NameOf(rank)} {all[rank]}: they do not read "
                    + "the same files.");
            var rows = counts.Select(count => count!.GetValue<long>()).ToArray();
            var parts = rows.Select(count => (int)((count / _rowsPerPart) + (count % _rowsPerPart > 0 ? 1 : 0))).ToArray();
            if (together.IsFirst)
            {
                var scored = chain.GetOutputSchema(load(files[0]).Schema);
                _folder.Join(lines.Header([.. columns.Select(name => scored[name])]), parts);
            }
            together.FromFirst([]); // nobody leaves before the output is there
            return new MpiScoringReport(rows.Sum(), parts.Sum(), takenUp);
        }

        private List<string> Told(string own) => [.. together.Gather(Encoding.UTF8.GetBytes(own)).Select(Encoding.UTF8.GetString)];
    }
}
