using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

/// <summary>A real step that lets a test say what the validation losses are, poison a batch, or act at one.</summary>
internal sealed class ScriptedStep(
    TrainingStep inner, double[]? validationLosses = null, int poisonAtBatch = 0, Action<int>? atBatch = null) : TrainingStep
{
    private int _batch;
    private int _evaluations;

    /// <summary>The weights after each epoch: taken when it is measured or, without measuring, when the next one starts.</summary>
    public List<float[]> WeightsAfter { get; } = [];

    public override nn.Module Network => inner.Network;

    public override object Identity => inner.Identity;

    public override IReadOnlyList<WeightUpdate> Updates => inner.Updates;

    public override void EpochStarting(int epoch, int epochs)
    {
        if (epoch > 1 && validationLosses is null)
            WeightsAfter.Add(Weights());
    }

    public override void Train(TensorBatch batch, RowSums sums)
    {
        inner.Train(batch, sums);
        _batch++;
        atBatch?.Invoke(_batch);
        if (_batch == poisonAtBatch)
        {
            using var off = no_grad();
            foreach (var weight in Network.parameters())
                weight.fill_(float.NaN);
            sums.Add(double.NaN, batch.Rows);
        }
    }

    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        sums.Add(validationLosses is null ? 1 : validationLosses[Math.Min(_evaluations++, validationLosses.Length - 1)], batch.Rows);
        WeightsAfter.Add(Weights());
    }

    private float[] Weights() => [.. Network.state_dict().Values.SelectMany(Toy.Values)];
}
