using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.ContrastiveDivergence;

[TestClass]
public sealed class ConditionalDivergenceStepTests
{
    private const int Frame = 3;
    private const int Past = 2;
    private const int Hidden = 4;
    private const int Rows = 8000;

    private static readonly TrainingOptions Plain = new() { LearningRate = 1, Optimizer = new GradientDescentOptimizer() };

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void A_step_of_many_samplings_goes_along_the_slope_of_the_likelihood_given_the_past(int accumulated)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = Network(VisibleUnits.Bernoulli);
        var rows = rand(Rows, (Past + 1) * Frame).lt(0.4).to(ScalarType.Float32);
        var exact = Exact(network, rows);
        var before = Flat(network);
        using var step = new ConditionalDivergenceStep(
            network, new WeightUpdate(network.parameters(), Plain with { GradientAccumulation = accumulated }), gibbsSteps: 30, passes: 1);
        foreach (var part in rows.chunk(accumulated))
            using (var batch = new TensorBatch(part.clone()))
                step.Train(batch, new RowSums());
        var taken = Flat(network) - before;
        var cosine = (taken * exact).sum() / (taken.norm() * exact.norm());
        Assert.IsGreaterThan(0.97f, cosine.item<float>());
        Assert.AreEqual(1, (taken.norm() / exact.norm()).item<float>(), 0.1);
    }

    [TestMethod]
    public void The_first_step_of_numbers_moves_the_autoregression_by_what_goes_together()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var network = new ConditionalRbmNetwork(new(new(Frame, Hidden, VisibleUnits.Gaussian, HiddenUnits.Bernoulli), Past));
        using (no_grad())
            foreach (var parameter in network.parameters())
                parameter.zero_();
        var past = randn(Rows, Past * Frame);
        var present = past.narrow(1, 0, Frame).mul(0.5) + (randn(Rows, Frame) * 0.3);
        using var step = new ConditionalDivergenceStep(network, new WeightUpdate(network.parameters(), Plain), 1, 1);
        using var batch = new TensorBatch(cat([past, present], 1));
        step.Train(batch, new RowSums());
        var expected = present.t().mm(past) / Rows; // what the machine draws knows nothing of the past yet
        Assert.IsLessThan(0.06f, (network.PastToVisible - expected).abs().max().item<float>());
        Assert.AreEqual(0.5, network.PastToVisible[0, 0].item<float>(), 0.06);
    }

    [TestMethod]
    public void The_error_of_the_next_frame_is_that_of_the_prediction_and_of_the_last_frame()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var network = Network(VisibleUnits.Gaussian);
        using var step = new ConditionalDivergenceStep(network, new WeightUpdate(network.parameters(), Plain), 1, passes: 4);
        var rows = randn(50, (Past + 1) * Frame);
        var (past, last) = network.PastOf(rows.narrow(1, 0, Past * Frame));
        var present = rows.narrow(1, Past * Frame, Frame);
        var (told, repeated) = step.NextFrameErrors(rows);
        Assert.AreEqual((network.Next(past, last, 4) - present).square().mean().item<float>(), told, 1e-4 * told);
        Assert.AreEqual((last - present).square().mean().item<float>(), repeated, 1e-5);
        var sums = new RowSums();
        using (no_grad())
        using (var batch = new TensorBatch(rows.clone()))
            step.Evaluate(batch, sums);
        Assert.AreEqual(told, sums.MeanMetrics[MetricNames.NextFrameError], 1e-4 * told);
        Assert.IsTrue(double.IsFinite(sums.MeanMetrics[MetricNames.FreeEnergy]) && sums.MeanLoss > 0);
    }

    private static ConditionalRbmNetwork Network(VisibleUnits units)
    {
        var network = new ConditionalRbmNetwork(new(new(Frame, Hidden, units, HiddenUnits.Bernoulli), Past));
        using var gradientsOff = no_grad();
        foreach (var parameter in network.parameters())
            parameter.copy_(randn(parameter.shape) * 0.5);
        return network;
    }

    private static Tensor Flat(ConditionalRbmNetwork network) =>
        cat(new[]
        {
            network.PastToVisible, network.PastToHidden, network.Machine.Weight, network.Machine.VisibleBias, network.Machine.HiddenBias,
        }.Select(p => p.detach().clone().flatten()).ToArray());

    // The slope of the mean log-likelihood of frames given their past, by enumeration of the eight frames, with torch's derivatives.
    private static Tensor Exact(ConditionalRbmNetwork network, Tensor rows)
    {
        static Tensor Leaf(Tensor parameter) => parameter.detach().clone().requires_grad_();
        var (a, b, weight) = (Leaf(network.PastToVisible), Leaf(network.PastToHidden), Leaf(network.Machine.Weight));
        var (visible, hidden) = (Leaf(network.Machine.VisibleBias), Leaf(network.Machine.HiddenBias));
        var past = rows.narrow(1, 0, Past * Frame);
        Tensor FreeEnergy(Tensor v) => (v * (visible + past.mm(a.t()))).sum(1L).neg()
            - nn.functional.softplus(v.mm(weight.t()) + hidden + past.mm(b.t())).sum(1L);
        var all = Enumerable.Range(0, 1 << Frame).Select(s => FreeEnergy(
            tensor(Enumerable.Range(0, Frame).Select(i => (float)(s >> i & 1)).ToArray(), [1, Frame]).expand(rows.size(0), Frame)).neg());
        var likelihood = FreeEnergy(rows.narrow(1, Past * Frame, Frame)).neg() - stack(all.ToArray()).logsumexp(0);
        likelihood.mean().backward();
        return cat([a.grad!.flatten(), b.grad!.flatten(), weight.grad!.flatten(), visible.grad!, hidden.grad!]);
    }
}
