using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Value to key mapping", ValueToKeyMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";
    private static readonly VersionInfo Version = VersionInfo.First("TERMTRNF", LoaderSignature);
    internal const string ExpectedTypes = "standard type or a vector of standard type";

    private readonly TermMap[] _maps;
    private readonly bool _keyValuesAsText;

    internal ValueToKeyMappingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, TermMap[] maps, bool keyValuesAsText)
        : base(env.Register(nameof(ValueToKeyMappingTransformer)), Version, columns)
    {
        _maps = maps;
        _keyValuesAsText = keyValuesAsText;
    }

    private ValueToKeyMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(ValueToKeyMappingTransformer)), Version, ctx)
    {
        _keyValuesAsText = ctx.Reader.ReadBoolean();
        _maps = new TermMap[ColumnPairs.Length];
        for (var i = 0; i < _maps.Length; i++)
            _maps[i] = TermMap.Load(ctx.Reader, Host);
    }

    internal static void CheckType(IExceptionContext ctx, DataViewSchema.Column column)
    {
        var item = column.Type.GetItemType();
        if (!item.IsStandardScalar() && item is not KeyDataViewType)
            throw ctx.ExceptSchemaMismatch("inputSchema", "input", column.Name, ExpectedTypes, column.Type.ToString());
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        CheckType(Host, inputSchema[inputIndex]);
        var type = inputSchema[inputIndex].Type.GetItemType();
        if (!type.Equals(_maps[column].ItemType))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", ColumnPairs[column].inputColumnName, _maps[column].ItemType.ToString(), type.ToString());
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_keyValuesAsText);
        foreach (var map in _maps)
            map.SaveTerms(ctx.Writer);
    }

    private sealed class Mapper(ValueToKeyMappingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            var map = parent._maps[i];
            var annotations = ColumnNames.WithSlotNamesOf(InputColumn(i));
            map.AddKeyValues(annotations, InputColumn(i), parent._keyValuesAsText);
            DataViewType type = InputColumn(i).Type is VectorDataViewType vector ? new VectorDataViewType(map.KeyType, vector.Dimensions) : map.KeyType;
            return new DataViewSchema.DetachedColumn(OutputName(i), type, annotations.ToAnnotations());
        }

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            return parent._maps[output].CreateGetter(input, InputColumn(output));
        }
    }
}
