using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// Ridge regression (Hoerl and Kennard 1970) in closed form, or ML.NET's logistic regression, on columns with mean 0 and deviation 1, both
/// with a penalty of 1.
/// </summary>
/// <inheritdoc cref="RivalMethod"/>
internal sealed class LinearMethod(MLContext ml, LabelKind kind, int classes) : RivalMethod(ml, kind, classes)
{
    private const double Penalty = 1;

    /// <inheritdoc/>
    public override string Name => "a linear model";

    /// <inheritdoc/>
    public override double[] Predict(PlainRows training, PlainRows rows)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var known = Matrix(training.Features);
        var mean = known.mean([0L], keepdim: true);
        var deviation = (known - mean).Squared().mean([0L], keepdim: true).sqrt_();
        deviation = where(deviation.gt(mean.abs().Times(1e-6)), deviation, ones_like(deviation));
        var (scaled, asked) = ((known - mean) / deviation, (Matrix(rows.Features) - mean) / deviation);
        if (Kind == LabelKind.Number)
            return Ridge(scaled, training.Labels, asked);
        IEstimator<ITransformer> trainer = Kind == LabelKind.Class
            ? Context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                L1Regularization = 0,
                L2Regularization = (float)Penalty,
                NumberOfThreads = 1,
            })
            : Context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
            {
                L1Regularization = 0,
                L2Regularization = (float)Penalty,
                NumberOfThreads = 1,
            });
        return Predict(trainer, training.With(Rows(scaled)), rows.With(Rows(asked)));
    }

    private static double[] Ridge(Tensor known, double[] labels, Tensor asked)
    {
        using var targets = tensor(labels);
        var mean = labels.Average();
        var penalty = eye(known.size(1), dtype: ScalarType.Float64).Times(Penalty);
        var weights = linalg.solve(known.t().mm(known).Plus(penalty), known.t().mv(targets.Minus(mean)));
        return asked.mv(weights).Plus(mean).ReadAll<double>();
    }

    private static Tensor Matrix(float[][] rows)
    {
        var width = rows[0].Length;
        var numbers = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
            rows[i].CopyTo(numbers, i * width);
        return tensor(numbers, [rows.Length, width]).to(ScalarType.Float64);
    }

    private static float[][] Rows(Tensor matrix) => [.. matrix.to(ScalarType.Float32).ReadAll<float>().Chunk((int)matrix.size(1))];
}
