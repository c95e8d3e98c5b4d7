using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// The annotations by which evaluators recognise score columns. Columns of one prediction share a set id, one above those already there.
internal sealed class ScoreAnnotations
{
    private readonly uint _setId;

    public ScoreAnnotations(DataViewSchema inputSchema)
    {
        _setId = 1;
        foreach (var column in inputSchema)
        {
            if (!column.Annotations.TryGetColumn(AnnotationKinds.ScoreColumnSetId, out var annotation) || annotation.Type.RawType != typeof(uint))
                continue;
            uint id = 0;
            column.Annotations.GetValue(AnnotationKinds.ScoreColumnSetId, ref id);
            _setId = Math.Max(_setId, id + 1);
        }
    }

    public PredictionColumn Column(string name, DataViewType type, string scoreKind, Func<Func<float[]>, Delegate> makeGetter,
        Action<DataViewSchema.Annotations.Builder> addMore = null)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        addMore?.Invoke(builder);
        builder.AddPrimitiveValue(AnnotationKinds.ScoreColumnSetId, new KeyDataViewType(typeof(uint), int.MaxValue), _setId);
        builder.AddPrimitiveValue(AnnotationKinds.ScoreColumnKind, TextDataViewType.Instance, scoreKind.AsMemory());
        builder.AddPrimitiveValue(AnnotationKinds.ScoreValueKind, TextDataViewType.Instance, name.AsMemory());
        return new PredictionColumn(new DataViewSchema.DetachedColumn(name, type, builder.ToAnnotations()), makeGetter);
    }

    public PredictionColumn SingleScore(string scoreKind) =>
        Column(ScoreColumns.Score, NumberDataViewType.Single, scoreKind, scores => (ValueGetter<float>)((ref float value) => value = scores()[0]));

    /// True above the threshold; NaN is not above.
    public PredictionColumn BooleanLabel(string scoreKind, float threshold) =>
        Column(ScoreColumns.PredictedLabel, BooleanDataViewType.Instance, scoreKind,
            scores => (ValueGetter<bool>)((ref bool value) => value = scores()[0] > threshold));

    public PredictionColumn ScoreVector(string scoreKind, int count, Action<DataViewSchema.Annotations.Builder> addMore = null) =>
        Column(ScoreColumns.Score, new VectorDataViewType(NumberDataViewType.Single, count), scoreKind,
            scores => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                var editor = VBufferEditor.Create(ref value, count);
                scores().CopyTo(editor.Values);
                value = editor.Commit();
            }), addMore);

    /// One above the index of the best score; missing where the scores are.
    public PredictionColumn KeyLabel(string scoreKind, int count, bool smallestIsBest, Action<DataViewSchema.Annotations.Builder> addMore = null) =>
        Column(ScoreColumns.PredictedLabel, new KeyDataViewType(typeof(uint), count), scoreKind,
            scores => (ValueGetter<uint>)((ref uint value) => value = Best(scores(), smallestIsBest)), addMore);

    private static uint Best(float[] scores, bool smallestIsBest)
    {
        var best = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
                return 0;
            if (smallestIsBest ? scores[i] < scores[best] : scores[i] > scores[best])
                best = i;
        }
        return (uint)best + 1;
    }
}
