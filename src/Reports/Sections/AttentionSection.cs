using System.Globalization;
using System.Numerics;
using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports;

/// <summary>What a network looks at in the first rows, where it shows its attention.</summary>
internal static class AttentionSection
{
    private const int MostRows = 4;
    private const int MostSteps = 40; // of a sequence that are drawn
    private const int MostSigns = 14; // of a name

    /// <summary>A chart for each of the first rows; nothing of a network that adds no weights of attention.</summary>
    public static IEnumerable<object> Write(NetworkTransformer network, IDataView data, ReportOptions options)
    {
        if (network is not IShowsAttention { Attention: { } attention })
            yield break;
        var size = ((SequenceInput)((ScoringTransformer)network).Inputs[0]).Shape.StepSize;
        object[] charts = [.. Charts(network.Transform(data), attention, size, Math.Min(MostRows, options.Examples))];
        if (charts.Length == 0)
            yield break;
        yield return Html.Note(attention.LookingColumn is null
            ? "How much each step of the sequence counts in the summary, by its weight of attention."
            : "At which steps each one looks: the stronger the colour, the larger the weight of attention; every row adds up to 1.");
        yield return Html.Beside(charts);
    }

    private static IEnumerable<object> Charts(IDataView scored, AttentionColumn attention, int stepSize, int count)
    {
        string[] names = [attention.ReadColumn, attention.Name, attention.LookingColumn ?? attention.ReadColumn];
        using var cursor = scored.GetRowCursor(scored.Schema.Where(column => names.Contains(column.Name) && !column.IsHidden));
        var read = Steps(cursor, scored.Schema[attention.ReadColumn], stepSize);
        var looking = attention.LookingColumn is { } name ? Steps(cursor, scored.Schema[name], stepSize) : null;
        var (getter, weights) = (cursor.GetGetter<VBuffer<float>>(scored.Schema[attention.Name]), default(VBuffer<float>));
        for (var row = 0; row < count && cursor.MoveNext();)
        {
            getter(ref weights);
            float[] values = [.. weights.DenseValues()];
            var steps = attention.LookingColumn is null ? values.Length : values.Length / attention.ReadLength; // that look
            var seen = Shown(read(), Math.Min(attention.ReadLength, attention.LookingColumn is null ? steps : int.MaxValue));
            if (steps == 0 || seen.Length == 0)
                continue; // an empty row, or one without an answer
            var shown = looking is null ? null : Shown(looking(), steps);
            var title = $"row {++row}";
            var chart = shown is null
                ? ReportCharts.Attention(values[..seen.Length], seen, title: title)
                : ReportCharts.Attention(values[..(shown.Length * attention.ReadLength)], seen, shown, title);
            var (width, height) = AttentionCharts.SizeOf(seen, shown);
            yield return Chart.Draw(chart, width, height);
        }
    }

    private static string[] Shown(IReadOnlyList<string> steps, int most) =>
        [.. steps.Take(Math.Min(most, MostSteps)).Select(step => step.Length <= MostSigns ? step : step[..(MostSigns - 1)] + "…")];

    // Names of the steps of the current row: values behind keys, else places.
    private static Func<IReadOnlyList<string>> Steps(DataViewRow row, DataViewSchema.Column column, int stepSize)
    {
        var item = ((VectorDataViewType)column.Type).ItemType;
        if (item is TextDataViewType) // files of pictures: their places
        {
            var (getter, paths) = (row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column), default(VBuffer<ReadOnlyMemory<char>>));
            return () =>
            {
                getter(ref paths);
                return Places(paths.Length);
            };
        }
        return RawType.VisitNumber(
            item.RawType, new Names(row, column, item is KeyDataViewType ? null : stepSize, KeyTexts.Of(column)));
    }

    private static string[] Places(int count) =>
        [.. Enumerable.Range(1, count).Select(place => place.ToString(CultureInfo.InvariantCulture))];

    // Of keys there is no step size.
    private sealed class Names(DataViewRow row, DataViewSchema.Column column, int? stepSize, string[]? texts)
        : IRawNumberVisitor<Func<IReadOnlyList<string>>>
    {
        public Func<IReadOnlyList<string>> Visit<T>()
            where T : struct, INumber<T>
        {
            var (getter, value) = (row.GetGetter<VBuffer<T>>(column), default(VBuffer<T>));
            return () =>
            {
                getter(ref value);
                return stepSize is { } size
                    ? Places(value.Length / size)
                    : [.. value.DenseValues().Select(step => Name(long.CreateSaturating(step)))];
            };
        }

        private string Name(long key) => key == 0 ? "missing"
            : texts is not null && key <= texts.Length ? texts[key - 1] : (key - 1).ToString(CultureInfo.InvariantCulture);
    }
}
