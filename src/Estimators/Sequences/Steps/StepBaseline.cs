using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// What simple methods predict at each step: the mean of each number, and a linear model of what the step itself holds, which for keys is
/// the mean of each key.
/// </summary>
/// <param name="shape">What sequences hold.</param>
/// <param name="step">Knows the network and the unit of the labels.</param>
internal sealed class StepBaseline(SequenceShape shape, StepRegressionStep step)
{
    // Enough to compare by; going once more over a stream of any length is not worth it.
    private const int MostRows = 1 << 16;

    // Solving grows with the cube of the numbers, and keys have a mean each.
    private const int MostNumbers = 256, MostKeys = 1 << 20;

    private const int MostAtOnce = 1 << 21, BatchRows = 64;

    private readonly int _batchRows = RowsAtOnce(shape.Width + (long)shape.MaximumLength);

    /// <summary>Sequences that are read at once, so that the numbers in float64 take little memory.</summary>
    /// <param name="width">Numbers of a sequence.</param>
    public static int RowsAtOnce(long width) => (int)Math.Clamp(MostAtOnce / width, 1, BatchRows);

    /// <summary>How much each number counts: 0 where it is missing, else as much as its sequence.</summary>
    /// <param name="numbers">(batch, time, numbers), NaN where missing.</param>
    /// <param name="batch">May hold weights.</param>
    /// <returns>(batch, time, numbers), float64.</returns>
    public static Tensor Counted(Tensor numbers, TensorBatch batch)
    {
        var there = numbers.isnan().logical_not().to(ScalarType.Float64);
        return batch.Weights is { } weights ? there * weights.to(ScalarType.Float64).to(there.device).view(-1, 1, 1) : there;
    }

    /// <summary>The better one of them beside the network, on the rows held out.</summary>
    /// <param name="rows">The rows of the fit.</param>
    public Baseline Beside(FitRows rows)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        step.Network.eval();
        var means = tensor(StepMoments.Of(rows.Training, _batchRows, batch => step.Labels(batch, Time(batch))).Means);
        var methods = new List<(string Name, Func<TensorBatch, Tensor> Predict)> { ("the mean of each number", _ => means) };
        if (shape.KeyCount == 0 && shape.StepSize <= MostNumbers)
            methods.Add(("a linear model of each step", Linear(rows.Training)));
        else if (shape.KeyCount is > 0 and <= MostKeys)
            methods.Add(("the mean of each key", OfKeys(rows.Training, means)));
        var errors = Errors(rows.Measured, [.. methods.Select(method => method.Predict)]);
        var (name, error) = methods.Select(method => method.Name).Zip(errors).MinBy(method => method.Second);
        return new Baseline(
            name, $"mean squared error in the unit in which numbers are learned, on {LabelRows.Name(rows)}", error, errors[^1]);
    }

    private static long Time(TensorBatch batch) => SequenceEncoderNetwork.AtLeastOne(batch.Lengths).max().Read<long>();

    // The mean squared error of each method, and of the network.
    private double[] Errors(IBatchSource rows, IReadOnlyList<Func<TensorBatch, Tensor>> methods)
    {
        var (sums, total, seen) = (new double[methods.Count + 1], 0.0, 0L);
        foreach (var batch in rows.Epoch(_batchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var (predicted, labels) = step.Compared(batch);
            var counted = Counted(labels, batch).cpu();
            var known = labels.nan_to_num().to(ScalarType.Float64).cpu();
            for (var i = 0; i < sums.Length; i++)
            {
                var numbers = i < methods.Count ? methods[i](batch) : predicted.to(ScalarType.Float64).cpu();
                sums[i] += ((numbers - known).Squared() * counted).sum().Read<double>();
            }
            total += counted.sum().Read<double>();
            if ((seen += batch.Rows) >= MostRows)
                break;
        }
        return Array.ConvertAll(sums, sum => sum / total);
    }

    // Ridge regression with a penalty of 1 on numbers of mean 0 and deviation 1, for each label by itself: others may be missing.
    private Func<TensorBatch, Tensor> Linear(IBatchSource rows)
    {
        Tensor Numbers(TensorBatch batch) => StepRegressionStep.Steps(batch.Features, batch.Lengths, Time(batch), shape.StepSize);
        var moments = StepMoments.Of(rows, _batchRows, Numbers);
        var (means, spreads) = (tensor(moments.Means), tensor(moments.Spreads).to(ScalarType.Float64));
        Tensor Inputs(TensorBatch batch)
        {
            var scaled = ((Numbers(batch).to(ScalarType.Float64).cpu() - means) / spreads).nan_to_num();
            return cat([scaled, ones(scaled.size(0), scaled.size(1), 1, dtype: ScalarType.Float64)], 2); // (batch, time, numbers + 1)
        }
        var width = shape.StepSize + 1L;
        var penalty = ones(width, dtype: ScalarType.Float64);
        penalty[width - 1] = tensor(0.0);
        Tensor? squares = null, products = null;
        foreach (var batch in rows.Epoch(_batchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var labels = step.Labels(batch, Time(batch)).to(ScalarType.Float64).cpu().flatten(0, 1); // (steps, labels)
            var counted = Counted(labels.view(batch.Rows, -1, labels.size(1)), batch).flatten(0, 1);
            var inputs = Inputs(batch).flatten(0, 1); // (steps, width)
            var known = labels.nan_to_num();
            var (ofSquares, ofProducts) = (new List<Tensor>(), new List<Tensor>());
            for (var i = 0; i < known.size(1); i++)
            {
                var weighted = (inputs * counted.select(1, i).unsqueeze(1)).t(); // (width, steps)
                ofSquares.Add(weighted.mm(inputs));
                ofProducts.Add(weighted.mv(known.select(1, i)));
            }
            squares = Sum(squares, stack(ofSquares)); // (labels, width, width)
            products = Sum(products, stack(ofProducts)); // (labels, width)
        }
        var weights = linalg.solve(squares!.Plus(diag(penalty)), products!.unsqueeze(2)).squeeze(2).t(); // (width, labels)
        return batch => Inputs(batch).matmul(weights);
    }

    // The mean of each label at each key, with the mean of all as one step more.
    private Func<TensorBatch, Tensor> OfKeys(IBatchSource rows, Tensor means)
    {
        static Tensor Keys(TensorBatch batch) => batch.Features.narrow(1, 0, Time(batch)).to(ScalarType.Int64).cpu();
        var sums = means.unsqueeze(0).repeat(shape.KeyCount + 1L, 1); // key 0 is a missing one
        var counts = ones_like(sums);
        foreach (var batch in rows.Epoch(_batchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var (keys, labels) = (Keys(batch).flatten(), step.Labels(batch, Time(batch)).to(ScalarType.Float64).cpu());
            var counted = Counted(labels, batch).cpu();
            counts.index_add_(0, keys, counted.flatten(0, 1), Networks.Numbers.One);
            sums.index_add_(0, keys, (labels.nan_to_num() * counted).flatten(0, 1), Networks.Numbers.One);
        }
        var each = sums / counts;
        return batch => each.index_select(0, Keys(batch).flatten()).view(batch.Rows, -1, means.size(0));
    }

    private static Tensor Sum(Tensor? sum, Tensor part) => (sum is null ? part : sum.Plus(part)).MoveToOuterDisposeScope();
}
