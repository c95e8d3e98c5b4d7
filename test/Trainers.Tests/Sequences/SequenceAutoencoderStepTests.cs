using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Sequences;

/// <summary>What an autoencoder of sequences minimizes.</summary>
[TestClass]
public sealed class SequenceAutoencoderStepTests
{
    private const int Keys = 6;

    [TestMethod]
    public void The_divergence_from_the_standard_normal_distribution_is_that_of_the_formula()
    {
        using var scope = NewDisposeScope();
        var (mean, logVariance) = (tensor(new[] { 1f, -2, 0, 0 }, [2, 2]), tensor(new[] { 0f, 1, 0, 0 }, [2, 2]));
        var found = Toy.Values(GaussianDivergence.FromStandard(mean, logVariance));
        Assert.AreEqual(0.5 * ((1 + 1 - 0 - 1) + (Math.E + 4 - 1 - 1)), found[0], 1e-5);
        Assert.AreEqual(0, found[1], 1e-6);
    }

    [TestMethod]
    public void The_loss_is_a_mean_over_keys_and_ends_not_over_sequences()
    {
        using var scope = NewDisposeScope();
        using var network = Network(null);
        using var step = Step(network, null);
        Silence(network, "writer.answer");
        var sums = new RowSums();
        step.Evaluate(Batch(), sums);
        Assert.AreEqual(Math.Log(Keys + 1), sums.MeanLoss, 1e-5, "all keys and the end are alike");
        Assert.AreEqual(Math.Log2(Keys + 1), sums.MeanMetrics[MetricNames.BitsPerToken], 1e-5);
    }

    [TestMethod]
    public void The_divergence_counts_beta_times_per_key_and_beta_grows_over_the_first_epochs()
    {
        using var scope = NewDisposeScope();
        var variational = new VariationalCode { Beta = 0.5, WarmUpEpochs = 3 };
        using var network = Network(10);
        using var step = Step(network, variational);
        Silence(network, "writer.answer");
        Silence(network, "code");
        Silence(network, "variance");
        using (no_grad())
            network.get_parameter("code.bias")!.fill_(2); // μ = 2 and σ = 1 of two numbers: a divergence of 4 for each of the rows
        var sums = new RowSums();
        step.Evaluate(Batch(), sums);
        const double keys = 3 + 1 + 1 + 1 + 1; // and the ends
        Assert.AreEqual(Math.Log(Keys + 1) + (0.5 * 3 * 4 / keys), sums.MeanLoss, 1e-4);
        Assert.AreEqual(4, sums.MeanMetrics[MetricNames.Divergence], 1e-5);
        foreach (var (epoch, beta) in new[] { (1, 0.125), (3, 0.375), (4, 0.5), (9, 0.5) })
        {
            var trained = new RowSums();
            using var again = Network(10);
            again.load_state_dict(network.state_dict());
            using var once = Step(again, variational);
            once.EpochStarting(epoch, 9);
            once.Train(Batch(), trained);
            Assert.AreEqual(Math.Log(Keys + 1) + (beta * 3 * 4 / keys), trained.MeanLoss, 1e-4, $"epoch {epoch}");
        }
    }

    [TestMethod]
    public void Training_lowers_the_loss()
    {
        using var scope = NewDisposeScope();
        using var network = Network(null);
        using var step = Step(network, null, rate: 0.05);
        var (first, last) = (new RowSums(), new RowSums());
        step.Evaluate(Batch(), first);
        for (var i = 0; i < 40; i++)
            step.Learn(Batch(), new RowSums());
        step.Evaluate(Batch(), last);
        Assert.IsLessThan(0.3 * first.MeanLoss, last.MeanLoss);
    }

    private static void Silence(SequenceAutoencoderNetwork network, string layer)
    {
        using var gradientsOff = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
            if (name.StartsWith(layer + ".", StringComparison.Ordinal))
                parameter.zero_();
    }

    private static TensorBatch Batch() => new(
        (BatchMember.Features, tensor(new[] { 1, 2, 3, 4, 0, 0, 0, 0, 0 }, [3, 3])), (BatchMember.Lengths, tensor(new long[] { 3, 1, 0 })));

    private static SequenceAutoencoderNetwork Network(double? limit)
    {
        manual_seed(1);
        var encoder = new GruEncoder { HiddenSize = 8 };
        return new SequenceAutoencoderNetwork(new SequenceAutoencoderArchitecture(
            new SequenceEncoderArchitecture(Keys, 1, 3, new RecurrentStackArchitecture(encoder, 3), 0), encoder, 2, 3, false, limit));
    }

    private static SequenceAutoencoderStep Step(SequenceAutoencoderNetwork network, VariationalCode? variational, double rate = 0.01) =>
        new(network, new WeightUpdate(network.parameters(), new TrainingOptions { LearningRate = rate }), 0, variational);
}
