using DeepML.Onnx.Format;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Chains;

/// <summary>Writes chains: stretches of ML.NET's transformers by its own converter, networks of ours, joined.</summary>
/// <param name="catalog">Has ML.NET's converter.</param>
/// <param name="options">Which columns.</param>
internal sealed class ChainExport(ModelOperationsCatalog catalog, OnnxExportOptions options)
{
    private readonly GraphJoin _join = new();
    private readonly List<(string Member, Exception Reason)> _refused = [];
    private readonly Dictionary<string, string> _withoutForm = new(StringComparer.Ordinal); // columns of members that have one otherwise

    /// <summary>Writes a chain.</summary>
    /// <exception cref="NotSupportedException">Members cannot be written.</exception>
    public Model Write(ITransformer chain, DataViewSchema inputSchema)
    {
        var schema = inputSchema;
        var stretch = new List<ITransformer>();
        foreach (var member in Members(chain))
        {
            if (member is not NetworkTransformer network)
            {
                stretch.Add(member);
                continue;
            }
            var data = schema = Close(stretch, schema);
            if (!LeavesRowsAsTheyAre(network))
                Try(network.GetType().Name, () => Append(network, data));
            schema = network.GetOutputSchema(schema);
        }
        schema = Close(stretch, schema);
        if (_refused.Count > 0)
            throw new NotSupportedException(
                "The chain cannot be written as ONNX: " + string.Join("; ", _refused.Select(r => $"{r.Member}: {r.Reason.Message}")),
                _refused[0].Reason);
        var model = _join.ToModel(Wanted(schema, inputSchema));
        // a column that was not written looks like one that comes in to whoever reads it
        Refuse(model.Graph.Input.Select(input => input.Name));
        return model;
    }

    private static IEnumerable<ITransformer> Members(ITransformer transformer) => transformer is IEnumerable<ITransformer> chain
        ? chain.SelectMany(Members)
        : [transformer];

    // Augmenters act in training only, and what watches rows only looks at them.
    private static bool LeavesRowsAsTheyAre(NetworkTransformer member) =>
        member is GanAugmenterTransformer or AutoencoderAugmenterTransformer or RowAugmenterTransformer or DriftWatchTransformer;

    // Outputs of a network that nobody asks for need not have a form.
    private void Append(NetworkTransformer network, DataViewSchema data)
    {
        var (model, refused) = OnnxExport.Possible(network, options, data);
        _join.Append(model, suffix: "");
        foreach (var (column, reason) in refused)
        {
            _join.Forget(column);
            _withoutForm[column] = $"{network.GetType().Name}: {reason}";
        }
    }

    private void Refuse(IEnumerable<string> columns)
    {
        string[] refused = [.. columns.Where(column => _withoutForm.ContainsKey(column) && !_join.IsMade(column))];
        if (refused.Length > 0)
            throw new NotSupportedException(
                "The chain cannot be written as ONNX with "
                + string.Join("; ", refused.Select(column => $"the column '{column}' ({_withoutForm[column]})"))
                + $". Name the columns that are needed, without it, in {nameof(OnnxExportOptions)}.{nameof(OnnxExportOptions.Outputs)}.");
    }

    private DataViewSchema Close(List<ITransformer> stretch, DataViewSchema schema)
    {
        if (stretch.Count == 0)
            return schema;
        var chain = new TransformerChain<ITransformer>([.. stretch]);
        var name = string.Join(", ", stretch.Select(member => member.GetType().Name));
        stretch.Clear();
        Try(name, () =>
        {
            using var bytes = new MemoryStream();
            catalog.ConvertToOnnx(chain, new NoRows(Visible(schema)), bytes);
            _join.Append(Model.Parser.ParseFrom(bytes.ToArray()), suffix: ".output");
        });
        return chain.GetOutputSchema(schema);
    }

    // The converter would take a column that another of the same name hides for an input of its own.
    private static DataViewSchema Visible(DataViewSchema schema)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in schema.Where(column => !column.IsHidden))
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        return builder.ToSchema();
    }

    private void Try(string member, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            _refused.Add((member, e));
        }
    }

    // Columns that the chain makes; a name that was there before has been made anew if it has another value.
    private IReadOnlyCollection<string> Wanted(DataViewSchema schema, DataViewSchema inputSchema)
    {
        Refuse(options.Outputs ?? [.. schema.Where(column => !column.IsHidden).Select(column => column.Name)]);
        string[] made = [.. schema.Where(column => !column.IsHidden).Select(column => column.Name).Where(_join.IsMade).Distinct()];
        if (options.Outputs is not { } outputs)
            return made;
        if (outputs.FirstOrDefault(output => !made.Contains(output)) is { } unknown)
            throw new ArgumentException(
                $"The chain makes no column '{unknown}'"
                + (inputSchema.GetColumnOrNull(unknown) is null ? "" : ", which comes in as it is")
                + $"; it makes {string.Join(", ", made)}.", nameof(options));
        return outputs;
    }
}
