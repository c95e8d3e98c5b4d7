using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// Runs a function of the caller's on each row. Its source and destination objects are made once a cursor.
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Steps _steps;

    internal CustomMappingTransformer(IHostEnvironment env, Action<TSrc, TDst> mapAction, string contractName,
        SchemaDefinition inputSchemaDefinition, SchemaDefinition outputSchemaDefinition)
    {
        Contracts.CheckValue(null, env, nameof(env));
        _steps = new Steps(env.Register("CustomMappingTransformer"), mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal DataViewSchema AddedSchema => _steps.AddedSchema;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _steps.GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => _steps.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => ((ITransformer)_steps).GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)_steps).Save(ctx);

    internal BoundMember[] BindInput() => _steps.BindInput();

    /// The shared mechanism; the public class does not derive from it.
    private sealed class Steps : RowToRowTransformerBase
    {
        private readonly Action<TSrc, TDst> _map;
        private readonly string _contractName;
        private readonly SchemaDefinition _inputDefinition;
        private readonly BoundMember[] _outputs;

        public Steps(IHost host, Action<TSrc, TDst> map, string contractName, SchemaDefinition inputDefinition, SchemaDefinition outputDefinition) : base(host)
        {
            host.CheckValue(map, "mapAction");
            _map = map;
            _contractName = contractName;
            _inputDefinition = inputDefinition;
            _outputs = BoundMember.Bind(typeof(TDst), outputDefinition, SchemaDefinition.Direction.Write);
            AddedSchema = EnumerableView<TDst>.SchemaOf(_outputs);
        }

        public DataViewSchema AddedSchema { get; }

        public BoundMember[] BindInput() => BoundMember.Bind(typeof(TSrc), _inputDefinition, SchemaDefinition.Direction.Write);

        private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            if (_contractName is null)
                throw Host.Except("Empty contract name for a transform: the transform cannot be saved");
            CustomMappingLoader.Save(ctx, _contractName, _map.Method.DeclaringType.Assembly.FullName);
        }

        private sealed class Mapper(Steps parent, DataViewSchema schema) : RowMapper(schema)
        {
            private readonly TargetColumn[] _inputs = RowTarget<TSrc>.Bind(parent.Host, schema, false, parent._inputDefinition);

            protected override DataViewSchema.DetachedColumn[] CreateOutputs() => [.. parent.AddedSchema.Select(column => new DataViewSchema.DetachedColumn(column))];

            public override IEnumerable<int> DependenciesOf(int output) => _inputs.Select(input => input.Column.Index);

            public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
            {
                var active = new bool[parent._outputs.Length];
                active[output] = true;
                return CreateGetters(input, active, out disposer)[output];
            }

            public override Delegate[] CreateGetters(DataViewRow input, bool[] active, out Action disposer)
            {
                disposer = null;
                var getters = new Delegate[active.Length];
                if (!active.Contains(true))
                    return getters;
                var source = new TSrc();
                var holder = new RowHolder<TDst> { Current = new TDst() };
                var setters = RowTarget<TSrc>.CreateSetters(input, _inputs);
                var served = -1L;
                void Refresh()
                {
                    if (served == input.Position)
                        return;
                    foreach (var set in setters)
                        set(source);
                    parent._map(source, holder.Current);
                    served = input.Position;
                }

                for (var i = 0; i < active.Length; i++)
                    if (active[i])
                        getters[i] = RefreshingGetter.Of(RowSource<TDst>.Of(parent._outputs[i]).CreateGetter(holder), parent._outputs[i].Type.RawType, Refresh);
                return getters;
            }
        }
    }
}
