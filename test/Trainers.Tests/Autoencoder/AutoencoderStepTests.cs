using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Autoencoders;

/// <summary>Steps of an autoencoder whose code is the first of two numbers and whose answer is the code twice.</summary>
[TestClass]
public sealed class AutoencoderStepTests
{
    private static readonly AutoencoderArchitecture Architecture =
        new(2, [], 1, Activation.Identity, Activation.Identity, Activation.Identity);

    private static readonly AutoencoderObjective Plain = new(CrossEntropy: false);

    private static readonly TrainingOptions Still = new() { LearningRate = 1e-30, Optimizer = new GradientDescentOptimizer() };

    [TestMethod]
    public void The_loss_is_the_mean_square_of_what_is_not_reconstructed()
    {
        var sums = Measured(Plain, [3, 1, 5, 5]);
        Assert.AreEqual((0 + 4 + 0 + 0) / 4.0, sums.MeanLoss);
        Assert.AreEqual(2L, sums.Rows);
        Assert.IsEmpty(sums.MeanMetrics, "nothing but the error");
    }

    [TestMethod]
    public void A_step_goes_down_the_slope_of_encoder_and_decoder()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Architecture);
        using var step = Step(network, Plain, Still with { LearningRate = 0.1 });
        var sums = new RowSums();
        step.Train(new TensorBatch(tensor(new float[] { 3, 1 }, [1, 2])), sums);
        // errors 0 and 2 of two numbers: slopes 0 and 2 of the answers, 2 of the code
        Assert.AreEqual(2, sums.MeanLoss);
        CollectionAssert.AreEqual(new[] { 1, 1 - 0.6f }, Toy.Values(network.DecoderLayers[0].weight!), "2 · 3");
        Near([1 - 0.6, 0 - 0.2], network.EncoderLayers[0].weight!);
        Assert.AreSame(network, step.Network);
        Assert.AreEqual(Plain, step.Identity);
        Assert.IsTrue(step.LossTellsProgress);
    }

    [TestMethod]
    public void A_target_of_its_own_is_compared_and_pictures_are_laid_out_as_rows()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Architecture);
        using var step = Step(network, Plain with { HasTarget = true });
        var sums = new RowSums();
        step.Evaluate(
            new TensorBatch(tensor(new float[] { 3, 1 }, [1, 2, 1, 1]), tensor(new float[] { 3, 7 }, [1, 1, 1, 2])), sums);
        Assert.AreEqual(16 / 2.0, sums.MeanLoss, "7 - 3, of two numbers");
    }

    [TestMethod]
    public void A_penalty_on_the_code_is_told_beside_the_error_that_it_is_added_to()
    {
        var sums = Measured(Plain with { Sparsity = new L1Sparsity { Weight = 0.5 } }, [3, 1, -5, -5]);
        Assert.AreEqual(0.5 * (3 + 5) / 2, sums.MeanMetrics[MetricNames.SparsityPenalty]);
        Assert.AreEqual(1, sums.MeanMetrics[MetricNames.ReconstructionLoss]);
        Assert.AreEqual(3, sums.MeanLoss);
        var contracted = Measured(Plain with { ContractionWeight = 0.25 }, [3, 1, 5, 5]);
        Assert.AreEqual(1, contracted.MeanMetrics[MetricNames.SquaredJacobian], 1e-6, "the code is the first number");
        Assert.AreEqual(1.25, contracted.MeanLoss, 1e-6);
        var both = Measured(Plain with { ContractionWeight = 0.25, Sparsity = new L1Sparsity { Weight = 0.5 } }, [3, 1, -5, -5]);
        Assert.AreEqual(1 + 2 + 0.25, both.MeanLoss, 1e-6);
        Assert.IsEmpty(Measured(Plain with { Sparsity = new LargestCodes() }, [3, 1]).MeanMetrics, "that is part of the network");
    }

    [TestMethod]
    public void Corruption_and_noise_are_of_the_inputs_in_training_and_never_of_what_is_compared()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = Network(Architecture);
        using var step = Step(network, Plain with { Corruption = new MaskingCorruption { Fraction = 0.5 } });
        var batch = new TensorBatch(ones(4000, 2));
        var (learned, measured) = (new RowSums(), new RowSums());
        step.Train(batch, learned);
        step.Evaluate(batch, measured);
        Assert.AreEqual(0.5, learned.MeanLoss, 0.03, "half of the codes are 0 where 1 is wanted");
        Assert.AreEqual(0, measured.MeanLoss);
        using var noisy = Step(network, Plain, Still with { InputNoise = 2 });
        var sums = new RowSums();
        noisy.Train(batch, sums);
        Assert.AreEqual(4, sums.MeanLoss, 0.4, "the noise's variance");
    }

    [TestMethod]
    public void Changed_pictures_are_to_be_reconstructed_as_changed_and_targets_change_alike()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = Network(Architecture);
        using (no_grad())
            network.DecoderLayers[0].weight!.copy_(tensor(new float[] { 1, 0 }, [2, 1])); // the answer is the first number, then 0
        var mirrored = Plain with { Augmentation = new PictureAugmentation { FlipHorizontally = true } };
        var (pictures, targets) = (Wide(3, 1), Wide(7, 3));
        Assert.AreEqual((0.5 + 4.5) / 2, Learned(mirrored, new TensorBatch(pictures)), 0.1, "(3, 0) for (3, 1), (1, 0) for (1, 3)");
        Assert.AreEqual((12.5 + 26.5) / 2, Learned(mirrored with { HasTarget = true }, new TensorBatch(pictures, targets)), 0.4,
            "(3, 0) for (7, 3), (1, 0) for (3, 7)");
        var bright = Plain with { Augmentation = new PictureAugmentation { Brightness = 1 } };
        Assert.AreEqual(4 / 3.0 / 2, Learned(bright, new TensorBatch(Wide(1, 1))), 0.03, "the mean square of even numbers up to 2");
        var within = bright with { StaysInUnitInterval = true };
        Assert.AreEqual(2 / 3.0 / 2, Learned(within, new TensorBatch(Wide(1, 1))), 0.03, "cut off at 1");
        using var step = Step(network, mirrored);
        var measured = new RowSums();
        step.Evaluate(new TensorBatch(pictures), measured);
        Assert.AreEqual(0.5, measured.MeanLoss, 1e-6, "held-out pictures stay as they are");

        double Learned(AutoencoderObjective objective, TensorBatch batch)
        {
            using var learning = Step(network, objective);
            var sums = new RowSums();
            learning.Train(batch, sums);
            return sums.MeanLoss;
        }

        static Tensor Wide(float left, float right) => tensor(new[] { left, right }, [1, 1, 1, 2]).repeat(4000, 1, 1, 1);
    }

    [TestMethod]
    public void Missing_numbers_are_filled_on_the_way_in_and_cost_nothing()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Architecture with { FillsMissing = true });
        using (no_grad())
            network.Fill!.copy_(tensor(new float[] { 10, 20 }));
        using var step = Step(network, Plain);
        var sums = new RowSums();
        step.Evaluate(new TensorBatch(tensor(new[] { float.NaN, 7, 3, float.NaN }, [2, 2])), sums);
        Assert.AreEqual(9 / 2.0, sums.MeanLoss, "10 - 7 and 3 - 3: two numbers are there");
    }

    [TestMethod]
    public void Scaled_numbers_are_compared_in_deviations()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Architecture with { Scaling = ScalingForm.Linear });
        network.Scaling!.Set(new ColumnScales([10, 100], [0.5f, 0.1f], [0, 0], [ScalingCurve.Straight, ScalingCurve.Straight]));
        using var step = Step(network, Plain);
        var sums = new RowSums();
        step.Evaluate(new TensorBatch(tensor(new float[] { 14, 150 }, [1, 2])), sums);
        Assert.AreEqual((0 + 9) / 2.0, sums.MeanLoss, 1e-5, "2 and 5 deviations: the second is 3 off");
    }

    [TestMethod]
    public void The_divergence_of_a_variational_code_counts_as_far_as_the_warm_up_has_come()
    {
        using var scope = NewDisposeScope();
        using var network = new AutoencoderNetwork(Architecture with { LogVarianceLimit = 3 });
        using (no_grad())
        {
            foreach (var weight in network.parameters())
                weight.zero_();
            network.EncoderLayers[0].bias!.copy_(tensor(new[] { 2, MathF.Log(4) })); // mean 2, variance 4
        }
        var objective = Plain with { Variational = new VariationalCode { Beta = 3, WarmUpEpochs = 2, OutputDeviation = 1 } };
        using var step = Step(network, objective);
        var batch = new TensorBatch(zeros(5, 2));
        var divergence = 0.5 * (4 + 4 - Math.Log(4) - 1);
        var likelihood = 2 * 0.5 * Math.Log(2 * Math.PI); // two numbers reconstructed as they are
        foreach (var (epoch, beta) in new[] { (1, 1.0), (2, 2.0), (3, 3.0), (9, 3.0) })
        {
            step.EpochStarting(epoch, 9);
            var (learned, measured) = (new RowSums(), new RowSums());
            step.Train(batch, learned);
            step.Evaluate(batch, measured);
            Assert.AreEqual(likelihood + (beta * divergence), learned.MeanLoss, 1e-4, $"epoch {epoch}");
            Assert.AreEqual(likelihood + (3 * divergence), measured.MeanLoss, 1e-4, "measured with all of it, so that epochs compare");
            Assert.AreEqual(divergence, measured.MeanMetrics[MetricNames.Divergence], 1e-5);
            Assert.AreEqual(-(likelihood + divergence), measured.MeanMetrics[MetricNames.Bound], 1e-4);
        }
    }

    private static RowSums Measured(AutoencoderObjective objective, float[] rows)
    {
        using var scope = NewDisposeScope();
        using var network = Network(Architecture);
        using var step = Step(network, objective);
        var sums = new RowSums();
        step.Evaluate(new TensorBatch(tensor(rows, [rows.Length / 2, 2])), sums);
        return sums;
    }

    private static AutoencoderStep Step(AutoencoderNetwork network, AutoencoderObjective objective, TrainingOptions? options = null) =>
        new(network, new WeightUpdate(network.parameters(), options ?? Still), objective);

    private static AutoencoderNetwork Network(AutoencoderArchitecture architecture)
    {
        var network = new AutoencoderNetwork(architecture);
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
            weight.zero_();
        network.EncoderLayers[0].weight!.copy_(tensor(new float[] { 1, 0 }, [1, 2]));
        network.DecoderLayers[0].weight!.fill_(1);
        return network;
    }

    private static void Near(double[] expected, Tensor found)
    {
        var numbers = Toy.Values(found);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], numbers[i], 1e-5, $"number {i}");
    }
}
