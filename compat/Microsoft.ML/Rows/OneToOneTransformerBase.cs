using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// A transformer whose every output column comes from one input column.
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected readonly (string outputColumnName, string inputColumnName)[] ColumnPairs;
    private readonly VersionInfo _version;

    private protected OneToOneTransformerBase(IHost host, VersionInfo version, params (string outputColumnName, string inputColumnName)[] columns) : base(host)
    {
        _version = version;
        host.CheckNonEmpty(columns, nameof(columns));
        var names = new HashSet<string>();
        foreach (var (output, input) in columns)
        {
            host.CheckNonEmpty(output, nameof(columns));
            host.CheckNonEmpty(input, nameof(columns));
            host.CheckParam(names.Add(output), nameof(columns), $"Output column '{output}' specified multiple times");
        }
        ColumnPairs = columns;
    }

    /// Reads the model up to what SaveMore wrote.
    private protected OneToOneTransformerBase(IHost host, VersionInfo version, ModelLoadContext ctx) : this(host, version, LoadColumns(host, version, ctx))
    {
    }

    private protected sealed override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(_version);
        ctx.Writer.Write(ColumnPairs.Length);
        foreach (var (output, input) in ColumnPairs)
        {
            ctx.SaveNonEmptyString(output);
            ctx.SaveNonEmptyString(input);
        }
        SaveMore(ctx);
    }

    /// Override to save what the transformer knows besides its columns.
    private protected virtual void SaveMore(ModelSaveContext ctx)
    {
    }

    private static (string, string)[] LoadColumns(IHost host, VersionInfo version, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(version);
        var count = ctx.Reader.ReadInt32();
        host.CheckDecode(count > 0 && count <= ctx.Header.ModelSize / 8, $"A transform of the model has {count} columns");
        var columns = new (string, string)[count];
        for (var i = 0; i < count; i++)
            columns[i] = (ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString());
        return columns;
    }

    /// Override to refuse input types (throw host.ExceptSchemaMismatch).
    private protected virtual void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
    }

    /// Looks up the inputs of all pairs and checks them.
    private protected abstract class OneToOneMapper : RowMapper
    {
        protected readonly int[] Inputs;
        private readonly OneToOneTransformerBase _parent;

        protected OneToOneMapper(OneToOneTransformerBase parent, DataViewSchema inputSchema) : base(inputSchema)
        {
            _parent = parent;
            Inputs = new int[parent.ColumnPairs.Length];
            for (var i = 0; i < Inputs.Length; i++)
            {
                var name = parent.ColumnPairs[i].inputColumnName;
                if (!inputSchema.TryGetColumnIndex(name, out Inputs[i]))
                    throw parent.Host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
                parent.CheckInputColumn(inputSchema, i, Inputs[i]);
            }
        }

        protected DataViewSchema.Column InputColumn(int output) => InputSchema[Inputs[output]];

        protected string OutputName(int output) => _parent.ColumnPairs[output].outputColumnName;

        /// Name, type and annotations of an output.
        protected abstract DataViewSchema.DetachedColumn Output(int i);

        protected sealed override DataViewSchema.DetachedColumn[] CreateOutputs() => [.. Inputs.Select((_, i) => Output(i))];

        public sealed override IEnumerable<int> DependenciesOf(int output) => [Inputs[output]];
    }
}
