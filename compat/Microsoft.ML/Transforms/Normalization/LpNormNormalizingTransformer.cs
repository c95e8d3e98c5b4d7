using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(LpNormNormalizingTransformer), null, typeof(SignatureLoadModel), "Lp-norm normalizer", LpNormNormalizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// Divides each row by its own norm, after taking away its mean if asked to.
public sealed class LpNormNormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "GcnTransform";
    private static readonly VersionInfo Version = VersionInfo.First("GCNORMAF", LoaderSignature);
    /// Rows that would be multiplied by less than this are left as they are.
    private const float SmallestScale = 1e-8f;

    private readonly LpNormNormalizingEstimatorBase.NormFunction _norm;
    private readonly bool _ensureZeroMean;
    private readonly float _scale;

    internal LpNormNormalizingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns,
        LpNormNormalizingEstimatorBase.NormFunction norm, bool ensureZeroMean, float scale) : base(env.Register(nameof(LpNormNormalizingTransformer)), Version, columns)
    {
        _norm = norm;
        _ensureZeroMean = ensureZeroMean;
        _scale = scale;
    }

    private LpNormNormalizingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(LpNormNormalizingTransformer)), Version, ctx)
    {
        _norm = (LpNormNormalizingEstimatorBase.NormFunction)ctx.Reader.ReadByte();
        Host.CheckDecode(Enum.IsDefined(_norm), "The model has an unknown norm");
        _ensureZeroMean = ctx.Reader.ReadBoolean();
        _scale = ctx.Reader.ReadSingle();
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        var type = inputSchema[inputIndex].Type;
        if (type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", inputSchema[inputIndex].Name, LpNormNormalizingEstimatorBase.ExpectedColumnType, type.ToString());
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.Writer.Write((byte)_norm);
        ctx.Writer.Write(_ensureZeroMean);
        ctx.Writer.Write(_scale);
    }

    private void Normalize(in VBuffer<float> source, ref VBuffer<float> destination)
    {
        var given = source.GetValues();
        var mean = _ensureZeroMean && source.Length > 0 ? RowNorms.Sum(given) / source.Length : 0;
        // Norms other than the deviation pass over the zeros of a sparse row, also when a mean is subtracted.
        var norm = _norm switch
        {
            LpNormNormalizingEstimatorBase.NormFunction.L2 => MathF.Sqrt(RowNorms.SumOfSquares(given, mean)),
            LpNormNormalizingEstimatorBase.NormFunction.L1 => RowNorms.SumOfMagnitudes(given, mean),
            LpNormNormalizingEstimatorBase.NormFunction.Infinity => RowNorms.LargestMagnitude(given, mean),
            _ => StandardDeviation(given, source.Length),
        };
        var scale = norm > 0 ? _scale / norm : _scale;
        if (scale < SmallestScale)
            scale = 1;

        // Without a mean to subtract the zeros stay out.
        if (mean == 0 && !source.IsDense)
        {
            source.CopyTo(ref destination);
            var kept = VBufferEditor.CreateFromBuffer(ref destination).Values;
            RowNorms.Scale(kept, kept, 0, scale);
            return;
        }
        var editor = VBufferEditor.Create(ref destination, source.Length);
        if (source.IsDense)
            RowNorms.Scale(given, editor.Values, mean, scale);
        else
        {
            source.CopyTo(editor.Values);
            RowNorms.Scale(editor.Values, editor.Values, mean, scale);
        }
        destination = editor.Commit();
    }

    private static float StandardDeviation(ReadOnlySpan<float> values, int length)
    {
        if (length == 0)
            return 0;
        var mean = RowNorms.Sum(values) / length;
        var squares = RowNorms.SumOfSquares(values, mean) + (length - values.Length) * mean * mean;
        return MathF.Sqrt(squares / length);
    }

    private sealed class Mapper(LpNormNormalizingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            var annotations = ColumnNames.WithSlotNamesOf(InputColumn(i));
            annotations.AddIsNormalized();
            return new DataViewSchema.DetachedColumn(OutputName(i), InputColumn(i).Type, annotations.ToAnnotations());
        }

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var source = input.GetGetter<VBuffer<float>>(InputColumn(output));
            var buffer = default(VBuffer<float>);
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> destination) =>
            {
                source(ref buffer);
                parent.Normalize(in buffer, ref destination);
            });
        }
    }
}
