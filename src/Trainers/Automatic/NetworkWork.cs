using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How much a network has to do for a row, as a rough count: it decides how much training is enough.</summary>
internal static class NetworkWork
{
    // A kernel is applied at every place of a picture, and pictures shrink from layer to layer.
    private const double ShareOfPlaces = 1.0 / 8;

    /// <summary>
    /// Multiplications of a forward pass: one for each weight, in sequences as often as there are steps, in convolutions for an eighth
    /// of the numbers in a row; of layers that make steps of pictures one for each weight and place. The numbers that stand for keys are
    /// looked up, and count for what moving them takes.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="sample">Some rows; stay the caller's.</param>
    public static double MultiplicationsPerRow(nn.Module network, TensorBatch sample)
    {
        using var scope = NewDisposeScope();
        if (network is ICountsWork counting)
            return counting.MultiplicationsPerRow(sample.Features);
        var steps = sample.Members.Contains(BatchMember.Lengths) ? sample.Lengths.to(ScalarType.Float32).mean().Read<float>() : 1;
        var tables = network.modules().OfType<TorchSharp.Modules.Embedding>().Sum(table => table.weight!.numel());
        var moved = tables / (double)TrainingBudget.UsualBatchSize;
        if (network.modules().OfType<PictureFront>().FirstOrDefault() is { } front)
        {
            var others = network.parameters().Sum(weight => weight.numel()) - front.parameters().Sum(weight => weight.numel()) - tables;
            return (steps * (front.MultiplicationsPerPicture + ((double)others * front.StepsPerPicture))) + moved;
        }
        var isNumbers = sample.Members.Contains(BatchMember.Features) && sample.Features.is_floating_point(); // keys are no picture
        var width = isNumbers ? sample.Features.numel() / (double)sample.Rows : 1;
        var all = network.parameters().Sum(weight => weight.numel() * (weight.dim() > 2 ? Math.Max(1, width * ShareOfPlaces) : 1.0));
        return (steps * (all - tables)) + moved;
    }
}
