using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Makes the step of a fit that makes domains alike.</summary>
internal static class DomainTraining
{
    /// <summary>The step.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="placed">The network.</param>
    /// <param name="loss">Of the labels.</param>
    /// <param name="domains">The domains.</param>
    /// <param name="change">Random changes of training rows; null for none.</param>
    public static DomainStep StepOf<TNetwork>(
        FitSession fit, PlacedNetwork<TNetwork> placed, HeadLoss loss, DomainRows domains, Func<Tensor, Tensor>? change = null)
        where TNetwork : nn.Module, IFeatureNetwork
    {
        var features = placed.Network.FeatureCount
            ?? throw new ArgumentException("DomainConfusion needs a layer before the answer, and the network has none.");
        var critic = fit.Own(DenseStack.Create(
            [features, domains.Confusion.Method.HiddenSize, domains.Count], Activation.ReLU, Activation.Identity).to(fit.Device));
        return new DomainStep(
            placed.Network, critic, placed.UpdateWith(critic), loss, domains.Confusion, domains.Count, change);
    }
}
