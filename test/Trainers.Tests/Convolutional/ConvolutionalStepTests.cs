using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Convolutional;

[TestClass]
public sealed class ConvolutionalStepTests
{
    [TestMethod]
    public void The_error_of_an_auxiliary_head_is_learned_from_and_not_counted()
    {
        using var scope = NewDisposeScope();
        using var network = Network(
            new ConvolutionLayer(2, 1) { Name = "first" }, new AuxiliaryHead { Filters = 1, Units = 2, Dropout = 0, Name = "head" },
            new FlattenLayer());
        using (no_grad())
            foreach (var weight in Of(network, "answer"))
                weight.Value.zero_(); // nothing comes back to the first layer this way
        using var loss = new MulticlassLoss(Options(0.1), 2);
        using var step = new ConvolutionalStep(network, new WeightUpdate(network.parameters(), Options(0.1)), loss, null);
        var (first, head) = (Values(Of(network, "first")), Values(Of(network, "head")));
        var sums = new RowSums();
        step.Train(Batch(4), sums);
        Assert.AreEqual(Math.Log(2), sums.MeanLoss, 1e-6, "the answer's alone: both classes are as likely");
        CollectionAssert.AreNotEqual(head, Values(Of(network, "head")));
        CollectionAssert.AreNotEqual(first, Values(Of(network, "first")));
    }

    [TestMethod]
    public void A_single_picture_that_has_shrunk_to_one_pixel_is_normalized_by_running_values()
    {
        using var scope = NewDisposeScope();
        using var network = Network(
            new PoolingLayer(PoolingKind.GlobalAverage), new BatchNormalizationLayer(), new FlattenLayer());
        using var loss = new MulticlassLoss(Options(0.1), 2);
        using var step = new ConvolutionalStep(network, new WeightUpdate(network.parameters(), Options(0.1)), loss, null);
        network.train();
        var sums = new RowSums();
        step.Train(Batch(1), sums);
        Assert.IsTrue(double.IsFinite(sums.MeanLoss));
        Assert.IsTrue(network.training, "the next batch is normalized by itself again");
    }

    [TestMethod]
    public void Mixed_pictures_cost_both_labels_by_their_shares()
    {
        using var scope = NewDisposeScope();
        using var network = Network(new FlattenLayer());
        using (no_grad())
        {
            foreach (var weight in network.parameters())
                weight.zero_();
            Of(network, "answer")["answer.bias"].copy_(tensor(new float[] { 3, 0 }));
        }
        using var loss = new MulticlassLoss(Options(1e-9), 2);
        using var step = new ConvolutionalStep(network, new WeightUpdate(network.parameters(), Options(1e-9)), loss,
            new PictureAugmentation { MixUp = 1 });
        manual_seed(3);
        var (sums, right, wrong) = (new RowSums(), Math.Log(1 + Math.Exp(-3)), Math.Log(1 + Math.Exp(3)));
        step.Train(Batch(2), sums); // one row of each class
        Assert.AreEqual((right + wrong) / 2, sums.MeanLoss, 1e-5, "of whatever share, one label of two is right");
    }

    [TestMethod]
    public void What_is_learned_how_is_part_of_what_a_checkpoint_compares()
    {
        using var scope = NewDisposeScope();
        using var network = Network(new FlattenLayer());
        using var loss = new MulticlassLoss(Options(0.1), 2);
        string Identity(PictureAugmentation? augmentation)
        {
            using var step = new ConvolutionalStep(network, new WeightUpdate(network.parameters(), Options(0.1)), loss, augmentation);
            return Settings.Describe(step.Identity)!.ToJsonString();
        }
        var identity = Identity(null);
        Assert.AreEqual(identity, Identity(null));
        Assert.AreNotEqual(identity, Identity(new PictureAugmentation { Noise = 0.1 }));
    }

    private static TrainingOptions Options(double rate) => new() { LearningRate = rate, Optimizer = new GradientDescentOptimizer() };

    private static ConvolutionalNetwork Network(params ConvolutionalLayer[] layers)
    {
        manual_seed(1);
        return new ConvolutionalNetwork(new ConvolutionalArchitecture(2, 4, 4, layers, 2, "answer"));
    }

    private static TensorBatch Batch(int rows) => new(randn(rows, 2, 4, 4), arange(rows, dtype: int64).remainder(2));

    private static Dictionary<string, TorchSharp.Modules.Parameter> Of(ConvolutionalNetwork network, string layer) =>
        network.named_parameters()
        .Where(p => p.name.StartsWith(layer + ".", StringComparison.Ordinal)).ToDictionary(p => p.name, p => p.parameter);

    private static float[] Values(Dictionary<string, TorchSharp.Modules.Parameter> weights) => [.. weights.Values.SelectMany(Toy.Values)];
}
