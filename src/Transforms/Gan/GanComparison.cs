using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Measures what <see cref="GanReport"/> tells.</summary>
/// <param name="model">What is saved of the model; identifiers, which are numbered anew, are not compared.</param>
internal sealed class GanComparison(GanDescription model)
{
    private const int MostRows = 5000;
    private const int Tenths = 10;

    private readonly GanDescription _description = model with
    {
        Table = [.. model.Table.Where(column => column.Kind != TableColumnKind.Identifier)],
        Keys = [.. model.Keys.Where((_, i) => model.Table[i].Kind != TableColumnKind.Identifier)],
    };

    /// <summary>Compares real rows with as many synthetic ones.</summary>
    /// <param name="real">Real rows.</param>
    /// <param name="make">Makes a number of synthetic rows.</param>
    public GanReport Of(IDataView real, Func<int, IDataView> make)
    {
        var label = _description.LabelIndex;
        var known = label < 0 ? real : LabelledRows.Of(real, _description.Label!, _description.Table[label]);
        var realCells = Read(new DrawnRows(known, RowCounts.Of(known), MostRows));
        var rows = realCells[0].Rows;
        if (rows < 10)
            throw new InvalidOperationException(
                $"There are {rows} real rows{(label < 0 ? "" : " of classes that were learned")}; at least 10 are needed to compare with.");
        var madeCells = Read(make(rows));
        using var scope = NewDisposeScope();
        var (realNumbers, names) = Numbers(realCells);
        var (madeNumbers, _) = Numbers(madeCells);
        var correlation = Correlations(realNumbers, madeNumbers, names);
        var (onReal, onMade) = Accuracies(realCells, madeCells);
        var (realPoints, madePoints) = Points(realCells, madeCells, label: true);
        var (nearest, among, copies) = Nearest(realPoints, madePoints);
        return new GanReport
        {
            Warnings = [.. GanCollapse.Of(realCells, madeCells)],
            Rows = rows,
            Marginals = Marginals(realNumbers, madeNumbers, names).Concat(CategoryMarginals(realCells, madeCells)).ToDictionary(),
            LargestCorrelationDifference = correlation.Difference,
            LargestCorrelationColumns = correlation.Columns,
            AccuracyTrainedOnReal = onReal,
            AccuracyTrainedOnSynthetic = onMade,
            NearestReal = nearest,
            NearestAmongReal = among,
            Copies = copies,
        };
    }

    private ColumnCells[] Read(IDataView data) =>
        TableReader.Read(data, [.. _description.Table.Select(column => column.Name)], long.MaxValue, CancellationToken.None);

    // Numbers of vectors, number columns (the mean in place of missing ones) and booleans; each list is one column.
    private (List<double[]> Columns, List<string> Names) Numbers(ColumnCells[] cells)
    {
        var (columns, names) = (new List<double[]>(), new List<string>());
        for (var c = 0; c < cells.Length; c++)
        {
            switch (cells[c])
            {
                case VectorCells vectors:
                    for (var slot = 0; slot < vectors.Width; slot++)
                    {
                        if (_description.Table[c].Scales[slot] == 0)
                            continue;
                        var offset = slot;
                        columns.Add(
                            [.. Enumerable.Range(0, vectors.Rows).Select(row => (double)vectors.Numbers[(row * vectors.Width) + offset])]);
                        names.Add($"{vectors.Name}[{slot}]");
                    }
                    break;
                case NumberCells numbers:
                    var mean = numbers.Numbers.Where(n => !double.IsNaN(n)).DefaultIfEmpty().Average();
                    columns.Add([.. numbers.Numbers.Select(n => double.IsNaN(n) ? mean : n)]);
                    names.Add(numbers.Name);
                    break;
                case CategoryCells categories when _description.Table[c].ItemType == "Boolean":
                    columns.Add([.. categories.Numbers.Select(n => categories.Values[n] == bool.TrueString ? 1.0 : 0.0)]);
                    names.Add(categories.Name);
                    break;
            }
        }
        return (columns, names);
    }

    private static IEnumerable<KeyValuePair<string, double>> Marginals(List<double[]> real, List<double[]> made, List<string> names)
    {
        for (var i = 0; i < real.Count; i++)
        {
            var sorted = real[i].Order().ToArray();
            double[] borders = [.. Enumerable.Range(1, Tenths - 1).Select(t => sorted[t * sorted.Length / Tenths]).Distinct()];
            yield return KeyValuePair.Create(names[i], TotalVariation(Shares(real[i], borders), Shares(made[i], borders)));
        }
    }

    private IEnumerable<KeyValuePair<string, double>> CategoryMarginals(ColumnCells[] real, ColumnCells[] made)
    {
        for (var c = 0; c < real.Length; c++)
            if (real[c] is CategoryCells && _description.Table[c].ItemType != "Boolean")
                yield return KeyValuePair.Create(
                    real[c].Name, TotalVariation(Shares((CategoryCells)real[c], c), Shares((CategoryCells)made[c], c)));
    }

    private double[] Shares(CategoryCells cells, int column)
    {
        var shares = new double[_description.Table[column].Places + 1]; // one more for values that were not there in training
        foreach (var number in cells.Numbers)
        {
            var place = number < 0 ? -1 : _description.Table[column].PlaceOf(cells.Values[number]);
            shares[place < 0 ? ^1 : place] += 1.0 / cells.Numbers.Count;
        }
        return shares;
    }

    private static double[] Shares(double[] values, double[] borders)
    {
        var shares = new double[borders.Length + 1];
        foreach (var value in values)
        {
            var at = Array.BinarySearch(borders, value);
            shares[at < 0 ? ~at : at + 1] += 1.0 / values.Length;
        }
        return shares;
    }

    private static double TotalVariation(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Sum() / 2;

    private static (double Difference, (string, string)? Columns) Correlations(List<double[]> real, List<double[]> made, List<string> names)
    {
        if (names.Count < 2)
            return (0, null);
        var difference = (Correlate(real) - Correlate(made)).abs(); // (columns, columns)
        // what never changes has no correlation
        var changes = tensor(real.Select(column => column.Min() < column.Max() ? 1.0 : 0).ToArray());
        difference = difference * changes.outer(changes) * eye(names.Count, dtype: float64).SubtractedFrom(1L);
        var largest = difference.argmax().Read<long>();
        return (difference.max().Read<double>(), (names[(int)(largest / names.Count)], names[(int)(largest % names.Count)]));
    }

    // Columns that never change correlate with nothing.
    private static Tensor Correlate(List<double[]> columns)
    {
        var rows = tensor(columns.SelectMany(c => c).ToArray(), [columns.Count, columns[0].Length]); // (columns, rows)
        var centred = rows - rows.mean([1L], keepdim: true);
        var lengths = centred.Squared().sum(1, keepdim: true).sqrt();
        var directions = centred / where(lengths.gt(Networks.Numbers.Kept(1e-9)), lengths, ones_like(lengths));
        return directions.mm(directions.t());
    }

    // Half of the real rows are held out, whatever the order they come in.
    private (double? OnReal, double? OnMade) Accuracies(ColumnCells[] real, ColumnCells[] made)
    {
        if (_description.LabelIndex < 0 || _description.Table.Length < 2)
            return (null, null);
        var label = _description.LabelIndex;
        var (realPoints, madePoints) = Points(real, made, label: false);
        var (realClasses, madeClasses) = (OneHot((CategoryCells)real[label], label), OneHot((CategoryCells)made[label], label));
        long[] order = [.. Enumerable.Range(0, (int)realPoints.size(0))];
        new Random(0).Shuffle(order);
        var learn = tensor(order[..((order.Length + 1) / 2)]);
        var test = tensor(order[((order.Length + 1) / 2)..]);
        using var onReal = new LinearProbe(realPoints.index_select(0, learn), realClasses.index_select(0, learn));
        using var onMade = new LinearProbe(madePoints, madeClasses);
        var (points, classes) = (realPoints.index_select(0, test), realClasses.index_select(0, test));
        return (onReal.Accuracy(points, classes), onMade.Accuracy(points, classes));
    }

    // Rows as points: numbers scaled to deviation 1 by the real ones, categories one-hot.
    private (Tensor Real, Tensor Made) Points(ColumnCells[] real, ColumnCells[] made, bool label)
    {
        var (realNumbers, names) = Numbers(real);
        var (madeNumbers, _) = Numbers(made);
        var (realParts, madeParts) = (new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < realNumbers.Count; i++)
        {
            if (!label && names[i] == _description.Label)
                continue;
            var mean = realNumbers[i].Average();
            var deviation = Math.Sqrt(realNumbers[i].Average(v => (v - mean) * (v - mean)));
            var scale = deviation > 0 ? 1 / deviation : 0;
            realParts.Add(tensor(Array.ConvertAll(realNumbers[i], v => (float)((v - mean) * scale))).unsqueeze(1));
            madeParts.Add(tensor(Array.ConvertAll(madeNumbers[i], v => (float)((v - mean) * scale))).unsqueeze(1));
        }
        for (var c = 0; c < real.Length; c++)
        {
            if (real[c] is not CategoryCells categories
                || _description.Table[c].ItemType == "Boolean" || (!label && c == _description.LabelIndex))
                continue;
            realParts.Add(OneHot(categories, c));
            madeParts.Add(OneHot((CategoryCells)made[c], c));
        }
        return realParts.Count == 0
            ? (zeros(real[0].Rows, 1), zeros(made[0].Rows, 1))
            : (cat(realParts, 1), cat(madeParts, 1));
    }

    private Tensor OneHot(CategoryCells cells, int column)
    {
        var places = cells.Values.Select(value => Math.Max(0, _description.Table[column].PlaceOf(value))).ToArray();
        return nn.functional.one_hot(tensor(cells.Numbers.Select(n => n < 0 ? 0L : places[n]).ToArray()), _description.Table[column].Places)
            .to(float32);
    }

    private static (double Nearest, double Among, int Copies) Nearest(Tensor real, Tensor made)
    {
        var (nearest, among) = (new List<double>(), new List<double>());
        const int block = 500;
        for (var start = 0L; start < made.size(0); start += block)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(block, made.size(0) - start);
            nearest.AddRange(Exactly(made.narrow(0, start, rows), real).min(1).values.ReadAll<float>().Select(v => (double)v));
        }
        for (var start = 0L; start < real.size(0); start += block)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(block, real.size(0) - start);
            // The smallest distance of a real row is that to itself.
            among.AddRange(Exactly(real.narrow(0, start, rows), real)
                .topk(2, 1, false).values.select(1, 1).ReadAll<float>().Select(v => (double)v));
        }
        return (Median(nearest), Median(among), nearest.Count(distance => distance == 0));
    }

    // Not by way of a product of matrices, whose rounding would hide copies.
    private static Tensor Exactly(Tensor a, Tensor b) => cdist(a, b, 2, TorchSharp.compute_mode.donot_use_mm_for_euclid_dist);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
