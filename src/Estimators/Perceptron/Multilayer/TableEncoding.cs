using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Chooses from the training rows how a table becomes numbers: the written rule of docs/multilayer-perceptron.md.</summary>
/// <param name="input">The columns.</param>
/// <param name="embedded">Those that are given learned numbers however few categories they have.</param>
internal sealed class TableEncoding(TableInput input, IReadOnlyList<string> embedded)
{
    private const int MostOneHot = 16;
    private const int MostNumbers = 50;
    private const int FewestRows = 2; // with a category, to learn numbers for it
    private const int PassRows = 1024;

    private readonly double[] _sums = new double[input.Numbers];
    private readonly long[] _present = new long[input.Numbers];
    private readonly long[][] _counts =
        [.. input.Features.Where(feature => feature.IsCategory).Select(feature => new long[feature.Categories.Length + 1])];

    private TableFeature[] Categories => [.. input.Features.Where(feature => feature.IsCategory)];

    /// <summary>Numbers that are learned for each of so many categories (the rule of fastai, from many tables).</summary>
    public static int SizeOf(int categories) => (int)Math.Min(MostNumbers, Math.Ceiling(1.6 * Math.Pow(categories, 0.56)));

    /// <summary>Goes once over the training rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    public TableArchitecture Choose(IBatchSource rows, ICollection<AutomaticChoice> chosen)
    {
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            Count(batch.Features.ReadAll<float>(), batch.Rows);
        }
        int[] indicated = [.. Enumerable.Range(0, input.Numbers).Where(i => _present[i] < rows.RowCount && _present[i] > 0)];
        if (indicated.Length > 0)
            chosen.Add(new AutomaticChoice(
                nameof(MultilayerPerceptronOptions.FillMissing), "mean and indicator",
                $"missing in training rows: {string.Join(", ", indicated.Select(NameOf).Distinct())}"));
        return new TableArchitecture(input.Numbers, indicated, [.. Categories.Select((feature, i) => Choose(feature, _counts[i], chosen))]);
    }

    /// <summary>Puts what was learned from the training rows into a layer of the architecture that was chosen.</summary>
    public void Set(TableLayer layer)
    {
        layer.FillWith([.. _sums.Select((sum, i) => (float)(sum / Math.Max(1, _present[i])))]);
        for (var i = 0; i < _counts.Length; i++)
        {
            var fewest = IsOneHot(Categories[i]) ? 1 : FewestRows;
            layer.Categories[i].Forget(Enumerable.Range(1, _counts[i].Length - 1).Where(category => _counts[i][category] < fewest));
        }
    }

    private void Count(float[] numbers, int rows)
    {
        var width = input.Width;
        for (var row = 0; row < rows; row++)
        {
            var values = numbers.AsSpan(row * width, width);
            for (var i = 0; i < _sums.Length; i++)
            {
                if (float.IsNaN(values[i]))
                    continue;
                _sums[i] += values[i];
                _present[i]++;
            }
            for (var i = 0; i < _counts.Length; i++)
                _counts[i][(int)values[_sums.Length + i]]++;
        }
    }

    private CategoryArchitecture Choose(TableFeature feature, long[] counts, ICollection<AutomaticChoice> chosen)
    {
        var count = feature.Categories.Length;
        if (IsOneHot(feature))
        {
            chosen.Add(new AutomaticChoice($"'{feature.Name}'", "one-hot", $"{count} categories, at most {MostOneHot}"));
            return new CategoryArchitecture(Math.Max(1, count), 0);
        }
        var (size, known) = (SizeOf(Math.Max(1, count)), counts.Skip(1).Count(rows => rows >= FewestRows));
        chosen.Add(new AutomaticChoice(
            $"'{feature.Name}'", $"{size} learned numbers",
            $"{known} categories in {FewestRows} training rows or more; {count - known} count as unknown"));
        return new CategoryArchitecture(Math.Max(1, count), size);
    }

    private bool IsOneHot(TableFeature feature) => feature.Categories.Length <= MostOneHot && !embedded.Contains(feature.Name);

    private string NameOf(int number)
    {
        var (column, slot) = input.PlaceOf(number);
        return slot is { } at ? $"{column}[{at}]" : column;
    }
}
