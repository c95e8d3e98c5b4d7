using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The loss that belongs to a head, the end of a supervised network, and the metric people read beside it.</summary>
internal abstract class HeadLoss : IDisposable
{
    /// <summary>What tells this loss from others; the options' part of it is described with them.</summary>
    public abstract object Identity { get; }

    /// <summary>What a loss of 1 is in the unit that people read.</summary>
    public virtual double Unit => 1;

    /// <summary>Mean weight of the training rows, above 0: what a row counts is its weight over this one.</summary>
    public double MeanWeight { get; set; } = 1;

    /// <summary>What the rows of a batch count together: their number, or more or less where rows have weights.</summary>
    public double WeightOf(TensorBatch batch) => RowWeights.Sum(batch, MeanWeight);

    /// <summary>Mean loss of a batch that is learned from: with label noise and smoothing. Each row counts what its weight says.</summary>
    /// <param name="answer">(batch, answers): what the network says.</param>
    /// <param name="batch">Holds the targets, (batch): classes as int64, else float32.</param>
    /// <returns>0-d.</returns>
    public abstract Tensor Training(Tensor answer, TensorBatch batch);

    /// <summary>The same of a batch whose rows count alike, where its slopes are known; null where they are not.</summary>
    /// <param name="batch">Holds the targets.</param>
    public virtual AnswerLoss? Known(TensorBatch batch) => null;

    /// <summary>The targets of a batch that is learned from, with label noise.</summary>
    /// <param name="batch">Holds the targets.</param>
    public abstract Tensor Noisy(TensorBatch batch);

    /// <summary>Mean loss of a batch that is only measured.</summary>
    /// <inheritdoc cref="Training"/>
    public abstract Tensor Mean(Tensor answer, TensorBatch batch);

    /// <summary>Adds the metric.</summary>
    /// <param name="answer">(batch, answers): what the network says.</param>
    /// <param name="batch">Holds the targets.</param>
    /// <param name="sums">Receives the metric, averaged over the rows of the batch.</param>
    public abstract void Measure(Tensor answer, TensorBatch batch, RowSums sums);

    /// <summary>The mean over a batch's rows, each counting what its weight says.</summary>
    /// <param name="each">(batch): the loss of each row, times the weight of its class.</param>
    /// <param name="batch">Holds weights.</param>
    /// <param name="ofClasses">(batch): the weight of each row's class, by whose mean losses are divided; null for none.</param>
    protected Tensor Weighted(Tensor each, TensorBatch batch, Tensor? ofClasses = null) =>
        RowWeights.Mean(each, RowWeights.Of(batch, MeanWeight)!, ofClasses);

    /// <summary>Adds a metric of each row.</summary>
    /// <param name="sums">Receives it.</param>
    /// <param name="metric">Its name.</param>
    /// <param name="each">(batch), float32.</param>
    /// <param name="batch">Holds weights.</param>
    /// <param name="unit">What 1 is in the unit that people read.</param>
    protected void AddWeighted(RowSums sums, string metric, Tensor each, TensorBatch batch, double unit = 1)
    {
        var sum = WeightOf(batch);
        if (sum > 0)
            sums.Add(metric, Weighted(each, batch).Read<float>() * unit * batch.Rows / sum, sum);
    }

    /// <summary>The mean over a batch's rows, weighted where they have weights.</summary>
    /// <param name="each">(batch).</param>
    /// <param name="batch">May hold weights.</param>
    protected Tensor MeanOfRows(Tensor each, TensorBatch batch) => batch.Weights is null ? each.mean() : Weighted(each, batch);

    /// <summary>Adds a metric of each row, weighted where rows have weights.</summary>
    /// <inheritdoc cref="AddWeighted" path="/param"/>
    protected void AddMean(RowSums sums, string metric, Tensor each, TensorBatch batch)
    {
        if (batch.Weights is null)
            sums.Add(metric, each.mean().Read<float>(), batch.Rows);
        else
            AddWeighted(sums, metric, each, batch);
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
