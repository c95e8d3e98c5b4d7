using DeepML.CommandLine.Inspection;
using DeepML.CommandLine.Tables;
using Microsoft.ML;

namespace DeepML.CommandLine.Commands;

/// <summary>Writes rows again with what a model answers beside them.</summary>
internal static class ScoreCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="session">Where it writes to.</param>
    /// <param name="model">Path of the model.</param>
    /// <param name="data">Path of the rows.</param>
    /// <param name="output">Path of the file to write; null writes to the output.</param>
    /// <param name="columns">
    /// The model's columns to write, in their order; empty for those that networks and what stands behind them add.
    /// </param>
    /// <param name="separator">Between two cells; null takes what the first line has most of.</param>
    /// <returns>How the process ends.</returns>
    public static int Run(
        Session session, string model, string data, string? output, IReadOnlyCollection<string> columns, char? separator)
    {
        using var together = MpiDistribution.Join();
        return together.Alike(() =>
        {
            if (output is null && together.Size > 1)
                throw new InputException("Several processes that score together write a file: name it with --output.");
            var ml = session.Context();
            var loaded = ModelFile.Load(ml, model);
            var file = CsvFile.Open(data, separator);
            var rows = loaded.Rows(ml, file, withCopies: true);
            var schema = loaded.Model.GetOutputSchema(rows.Schema);
            DataViewSchema.Column[] written =
            [
                .. file.Names.Select(name => schema[TableLoader.CopyOf(name)]),
                .. columns.Count > 0 ? Named(schema, columns) : Answers(loaded.Model, rows.Schema, schema),
            ];
            var lines = new ScoredRows(file.Separator);
            if (output is null)
            {
                lines.Write(loaded.Model.Transform(rows), written, session.Out);
                return ExitCodes.Done;
            }
            var count = together.Size == 1
                ? Alone(loaded.Model.Transform(rows), written, lines, output)
                : MpiScoring.Run(
                    together, ml, loaded.Model, [data], _ => rows, output,
                    new MpiScoringOptions { Columns = [.. written.Select(column => column.Name)] }, lines).Rows;
            if (together.IsFirst)
                session.Out.WriteLine(FormattableString.Invariant($"{count} rows: {output}"));
            return ExitCodes.Done;
        });
    }

    private static long Alone(IDataView scored, IReadOnlyList<DataViewSchema.Column> columns, ScoredRows lines, string output)
    {
        long count = 0;
        Session.WriteWhole(output, path =>
        {
            using var writer = new StreamWriter(path);
            count = lines.Write(scored, columns, writer);
        });
        return count;
    }

    private static IReadOnlyList<DataViewSchema.Column> Named(DataViewSchema schema, IReadOnlyCollection<string> names) =>
    [
        .. names.Select(name => schema.GetColumnOrNull(name) ?? throw new InputException(
            $"--columns: '{name}' is no column of what the model answers. {NearestName.Hint(name, Visible(schema))}")),
    ];

    // Steps in front of the first network prepare its columns, which nobody asks for.
    private static IReadOnlyList<DataViewSchema.Column> Answers(ITransformer model, DataViewSchema rows, DataViewSchema scored)
    {
        var names = new List<string>();
        var members = Chains.Members(model).ToArray();
        var first = Array.FindIndex(members, member => member is NetworkTransformer);
        var schema = rows;
        for (var i = 0; i < members.Length; i++)
        {
            var next = members[i].GetOutputSchema(schema);
            if (i >= first)
                names.AddRange(Visible(next).Where(name => IsNew(next[name], schema)));
            schema = next;
        }
        return [.. names.Distinct().Select(name => scored[name]).Where(ScoredRows.CanWrite)];
    }

    private static bool IsNew(DataViewSchema.Column column, DataViewSchema before) =>
        before.GetColumnOrNull(column.Name) is not { } old || old.Index != column.Index || !old.Type.Equals(column.Type);

    private static string[] Visible(DataViewSchema schema) =>
        [.. schema.Where(column => !column.IsHidden && !TableLoader.IsCopy(column.Name)).Select(column => column.Name)];
}
