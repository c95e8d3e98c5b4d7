using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// Bins chosen by the label: a range splits where that saves the most nats of describing the labels, as long as it saves more
/// than describing the split costs (after Fayyad and Irani 1993, "Multi-Interval Discretization of Continuous-Valued Attributes").
internal sealed class SupervisedBinningStatistics<T>(int size, bool fixZero, int maximumBinCount, int minimumExamplesPerBin, RowLabels labels) : SlotStatistics<T>(size)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<int> _labels = [];
    private readonly List<(int Slot, int Row, T Value)> _values = [];

    public override Normalizer ToNormalizer(DataViewType type)
    {
        var bySlot = _values.ToLookup(item => item.Slot);
        return new BinNormalizer<T>(type, PerSlot(slot => Bounds([.. bySlot[slot]])), fixZero);
    }

    protected override void Add(int slot, T value)
    {
        while (_labels.Count < Rows)
            _labels.Add(labels.Current);
        _values.Add((slot, (int)Rows - 1, value));
    }

    private T[] Bounds((int Slot, int Row, T Value)[] items)
    {
        var examples = items.Where(item => !T.IsNaN(item.Value)).Select(item => (item.Value, Label: _labels[item.Row])).ToList();
        // Slots that sparse rows left out are zeros.
        var seen = items.Select(item => item.Row).ToHashSet();
        if (seen.Count < Rows)
        {
            while (_labels.Count < Rows)
                _labels.Add(labels.Current);
            examples.AddRange(Enumerable.Range(0, (int)Rows).Where(row => !seen.Contains(row)).Select(row => (T.Zero, _labels[row])));
        }
        var distinct = examples.GroupBy(example => example.Value).OrderBy(group => group.Key).ToArray();
        var counts = Array.ConvertAll(distinct, group =>
        {
            var perLabel = new int[labels.Cardinality];
            foreach (var (_, label) in group)
                perLabel[label]++;
            return perLabel;
        });

        var cuts = new SortedSet<int>();
        var queue = new PriorityQueue<Split, double>();
        Enqueue(queue, counts, 0, counts.Length);
        while (cuts.Count < maximumBinCount - 1 && queue.TryDequeue(out var split, out _))
        {
            cuts.Add(split.Cut);
            Enqueue(queue, counts, split.Start, split.Cut);
            Enqueue(queue, counts, split.Cut, split.End);
        }
        return [.. cuts.Select(cut => Bins.Between(distinct[cut - 1].Key, distinct[cut].Key)), T.PositiveInfinity];
    }

    /// Queues the split of the range that saves the most, if one does. Ranges of too few examples are left whole.
    private void Enqueue(PriorityQueue<Split, double> queue, int[][] counts, int start, int end)
    {
        var all = Sum(counts, start, end);
        var (entropy, total) = (Entropy(all), all.Sum());
        if (entropy <= 0 || total < minimumExamplesPerBin)
            return;
        var left = new int[all.Length];
        var best = (Gain: 0.0, Cut: -1);
        for (var cut = start + 1; cut < end; cut++)
        {
            for (var label = 0; label < left.Length; label++)
                left[label] += counts[cut - 1][label];
            var right = all.Zip(left, (a, b) => a - b).ToArray();
            var (leftEntropy, rightEntropy) = (Entropy(left), Entropy(right));
            // What describing the split itself costs, simplified: every label counts as present on each side.
            var cost = Math.Log(end - start) - left.Length * (entropy - leftEntropy - rightEntropy);
            var gain = total * entropy - left.Sum() * leftEntropy - right.Sum() * rightEntropy - cost;
            if (gain > best.Gain)
                best = (gain, cut);
        }
        if (best.Cut > 0)
            queue.Enqueue(new Split(start, best.Cut, end), -best.Gain);
    }

    private int[] Sum(int[][] counts, int start, int end)
    {
        var sum = new int[labels.Cardinality];
        for (var i = start; i < end; i++)
            for (var label = 0; label < sum.Length; label++)
                sum[label] += counts[i][label];
        return sum;
    }

    private static double Entropy(int[] counts)
    {
        double total = counts.Sum(), entropy = 0;
        foreach (var count in counts)
            if (count > 0)
                entropy -= count / total * Math.Log(count / total);
        return entropy;
    }

    private readonly record struct Split(int Start, int Cut, int End);
}
