using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(NormalizingTransformer), null, typeof(SignatureLoadModel), "Normalizer", NormalizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed partial class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "Normalizer";
    private static readonly VersionInfo Version = VersionInfo.First("NORMALZR", LoaderSignature);
    private const string ExpectedTypes = "Single or Double or known-size vector of Single or Double";

    private readonly Normalizer[] _normalizers;

    internal NormalizingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, Normalizer[] normalizers)
        : base(env.Register(nameof(NormalizingTransformer)), Version, columns) => _normalizers = normalizers;

    private NormalizingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(NormalizingTransformer)), Version, ctx)
    {
        _normalizers = new Normalizer[ColumnPairs.Length];
        for (var i = 0; i < _normalizers.Length; i++)
            _normalizers[i] = Normalizer.Load(ctx.Reader, Host);
    }

    public NormalizerModelParametersBase GetNormalizerModelParameters(int index)
    {
        Host.CheckUserArg((uint)index < (uint)_normalizers.Length, nameof(index), $"There are {_normalizers.Length} columns, so the index must be in 0 … {_normalizers.Length - 1}");
        return _normalizers[index].Parameters;
    }

    internal static bool CanNormalize(DataViewType itemType) => itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double;

    internal static void CheckType(IExceptionContext ctx, DataViewSchema.Column column, string paramName)
    {
        if (!CanNormalize(column.Type.GetItemType()) || column.Type is VectorDataViewType { IsKnownSize: false })
            throw ctx.ExceptSchemaMismatch(paramName, "input", column.Name, ExpectedTypes, column.Type.ToString());
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        var type = inputSchema[inputIndex].Type;
        var expected = _normalizers[column].InputType;
        if (!type.SameSizeAndItemType(expected))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", ColumnPairs[column].inputColumnName, expected.ToString(), type.ToString());
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        foreach (var normalizer in _normalizers)
            normalizer.Save(ctx.Writer);
    }

    private sealed class Mapper(NormalizingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.AddIsNormalized();
            annotations.Add(InputColumn(i).Annotations, kind => kind == AnnotationKinds.SlotNames);
            return new DataViewSchema.DetachedColumn(OutputName(i), InputColumn(i).Type, annotations.ToAnnotations());
        }

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            return parent._normalizers[output].CreateGetter(parent.Host, input, InputColumn(output));
        }
    }
}
