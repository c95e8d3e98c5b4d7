using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(MissingValueReplacingTransformer), null, typeof(SignatureLoadModel), "Missing value replacement", MissingValueReplacingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NAReplaceTransform";
    private static readonly VersionInfo Version = VersionInfo.First("NAREP TF", LoaderSignature);

    private readonly MissingValueReplacement[] _replacements;

    internal MissingValueReplacingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, MissingValueReplacement[] replacements)
        : base(env.Register(nameof(MissingValueReplacingTransformer)), Version, columns) => _replacements = replacements;

    private MissingValueReplacingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(MissingValueReplacingTransformer)), Version, ctx)
    {
        _replacements = new MissingValueReplacement[ColumnPairs.Length];
        for (var i = 0; i < _replacements.Length; i++)
            _replacements[i] = MissingValueReplacement.Load(ctx.Reader, Host);
    }

    internal static void CheckType(IExceptionContext ctx, DataViewSchema.Column column)
    {
        if (!MissingValues.CanBeMissing(column.Type.GetItemType()))
            throw ctx.ExceptParam("inputSchema", MissingValues.Refusal(column.Name, column.Type));
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        var input = inputSchema[inputIndex];
        CheckType(Host, input);
        var fitted = _replacements[column];
        if (!input.Type.GetItemType().Equals(fitted.Type.GetItemType()))
            throw Host.ExceptParam(nameof(inputSchema), $"Column '{input.Name}' of type '{input.Type}' does not have the item type of '{fitted.Type}'");
        if (fitted.IsBySlot && input.Type.GetVectorSize() != fitted.Type.GetVectorSize())
            throw Host.ExceptParam(nameof(inputSchema), $"Column '{input.Name}' of type '{input.Type}' must be a vector of the same size as '{fitted.Type}'");
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        foreach (var replacement in _replacements)
            replacement.Save(ctx.Writer);
    }

    private sealed class Mapper(MissingValueReplacingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(InputColumn(i).Annotations, kind => kind is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized);
            return new DataViewSchema.DetachedColumn(OutputName(i), InputColumn(i).Type, annotations.ToAnnotations());
        }

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            return parent._replacements[output].CreateGetter(parent.Host, input, InputColumn(output));
        }
    }
}
