using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(MissingValueReplacingTransformer), null, typeof(SignatureLoadModel), "Missing value replacement", MissingValueReplacingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NAReplaceTransform";

    private readonly MissingValueReplacement[] _replacements;

    internal MissingValueReplacingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, MissingValueReplacement[] replacements)
        : base(env.Register(nameof(MissingValueReplacingTransformer)), columns) => _replacements = replacements;

    private MissingValueReplacingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        _replacements = new MissingValueReplacement[ColumnPairs.Length];
        for (var i = 0; i < _replacements.Length; i++)
            _replacements[i] = MissingValueReplacement.Load(ctx.Reader, host);
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

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (var replacement in _replacements)
            replacement.Save(ctx.Writer);
    }

    private static MissingValueReplacingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new MissingValueReplacingTransformer(env.Register(nameof(MissingValueReplacingTransformer)), ctx);
    }

    private static VersionInfo GetVersionInfo() =>
        new("NAREP TF", 0x00010001, 0x00010001, 0x00010001, typeof(MissingValueReplacingTransformer).Assembly.FullName, LoaderSignature);

    private sealed class Mapper(MissingValueReplacingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn[] CreateOutputs() => Array.ConvertAll([.. Enumerable.Range(0, Inputs.Length)], i =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(InputColumn(i).Annotations, kind => kind is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized);
            return new DataViewSchema.DetachedColumn(OutputName(i), InputColumn(i).Type, annotations.ToAnnotations());
        });

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            return parent._replacements[output].CreateGetter(parent.Host, input, InputColumn(output));
        }
    }
}
