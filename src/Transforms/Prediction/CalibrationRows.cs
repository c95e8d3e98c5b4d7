using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>What a classifier answers to rows, beside what is right.</summary>
internal static class CalibrationRows
{
    /// <summary>Reads them; rows without a label or an answer are left out.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="rows">Rows as it reads them, with the label.</param>
    /// <param name="labelColumnName">The label: a boolean, a key, or the text of a class.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">No row has both.</exception>
    public static (List<float[]> Logits, List<int> Classes) Read(PredictionTransformer model, IDataView rows, string labelColumnName)
    {
        var scored = model.Transform(rows);
        var label = scored.Schema.GetColumnOrNull(labelColumnName) ?? throw new ArgumentOutOfRangeException(
            nameof(labelColumnName), labelColumnName, "There is no such column among the rows.");
        var score = scored.Schema[ColumnNames.Score];
        var (logits, classes) = (new List<float[]>(), new List<int>());
        using var cursor = scored.GetRowCursor([label, score]);
        var (readClass, readLogits) = (ClassOf(cursor, label, model.Head), LogitsOf(cursor, score, model.Head));
        while (cursor.MoveNext())
            if (readClass() is >= 0 and var right && readLogits() is { } numbers && right < numbers.Length && !float.IsNaN(numbers[0]))
            {
                logits.Add(numbers);
                classes.Add(right);
            }
        return logits.Count > 0 ? (logits, classes) : throw new InvalidOperationException(
            $"No row has both a class in column '{labelColumnName}' that the model knows and a score: there is nothing to calibrate on.");
    }

    private static Func<int> ClassOf(DataViewRow row, DataViewSchema.Column label, PredictionHead head)
    {
        switch (label.Type)
        {
            case BooleanDataViewType when head is YesNoHead:
                var (readYes, yes) = (row.GetGetter<bool>(label), false);
                return () =>
                {
                    readYes(ref yes);
                    return yes ? 1 : 0;
                };
            case KeyDataViewType when head is MulticlassHead && label.Type.RawType == typeof(uint):
                var (readKey, key) = (row.GetGetter<uint>(label), 0u);
                return () =>
                {
                    readKey(ref key);
                    return (int)key - 1; // 0 is a missing one
                };
            case TextDataViewType when head is MulticlassHead { KeyValues.Texts: var names }:
                var (readText, text) = (row.GetGetter<ReadOnlyMemory<char>>(label), default(ReadOnlyMemory<char>));
                return () =>
                {
                    readText(ref text);
                    return Array.IndexOf(names, text.ToString());
                };
            default:
                throw new ArgumentOutOfRangeException(
                    "labelColumnName", label.Name, $"The column is of type {label.Type}, which holds no label of a {head.Name} model.");
        }
    }

    // Probabilities say what the logits were, but for a number that all classes have in common.
    private static Func<float[]?> LogitsOf(DataViewRow row, DataViewSchema.Column score, PredictionHead head)
    {
        if (head is YesNoHead)
        {
            var (readScore, number) = (row.GetGetter<float>(score), 0f);
            return () =>
            {
                readScore(ref number);
                return [0, number];
            };
        }
        var (temperature, read, buffer) = ((float)head.Temperature!.Value, row.GetGetter<VBuffer<float>>(score), default(VBuffer<float>));
        return () =>
        {
            read(ref buffer);
            return [.. buffer.DenseValues().Select(probability => MathF.Log(probability) * temperature)];
        };
    }
}
