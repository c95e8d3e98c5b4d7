using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Multitask;

/// <summary>Tasks whose rows are pictures or sequences.</summary>
[TestClass]
public sealed class TaskReaderTests
{
    private static readonly MultitaskArchitecture Pictures = new(
        8, [5], [], [2, 1], Activation.Tanh, 0, false, false, ScalingForm.None, new TaskReaderArchitecture(
            new EmbeddingArchitecture(8, null, new ConvolutionalArchitecture(
                1, 2, 4, [new ConvolutionLayer(3, 2), new FlattenLayer()], 4, "vector"), false), null));

    private static readonly MultitaskArchitecture Sequences = new(
        6, [5], [], [2, 1], Activation.Tanh, 0, false, false, ScalingForm.None, new TaskReaderArchitecture(
            null, new RecurrentSequenceArchitecture(
                new SequenceEncoderArchitecture(
                    0, 2, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 2), 0, ScalingForm.Linear),
                SequencePooling.Last, 4)));

    private static readonly ColumnScales Scales =
        new([1f, 2f], [3f, 4f], [0f, 0f], [ScalingCurve.Straight, ScalingCurve.Straight]);

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Tasks_over_pictures_answer_from_what_convolutions_make_of_them()
    {
        var network = new MultitaskNetwork(Pictures);
        var weights = network.state_dict();
        Tensor Of(string name) => weights[weights.Keys.Single(key => key.EndsWith(name, StringComparison.Ordinal))];
        var convolution = weights.Keys.Single(key => weights[key].dim() == 4)[..^".weight".Length];
        var pictures = randn(3, 1, 2, 4);
        var maps = nn.functional.conv2d(pictures, weights[convolution + ".weight"], weights[convolution + ".bias"]).flatten(1);
        var vector = (maps.mm(Of("vector.weight").t()) + Of("vector.bias")).tanh();
        var hidden = (vector.mm(weights["body1.linear1.weight"].t()) + weights["body1.linear1.bias"]).tanh();
        var expected = cat([
            hidden.mm(weights["head1.linear1.weight"].t()) + weights["head1.linear1.bias"],
            hidden.mm(weights["head2.linear1.weight"].t()) + weights["head2.linear1.bias"]], 1);
        Assert.IsLessThan(1e-5f, (network.call(pictures) - expected).abs().max().item<float>());
    }

    [TestMethod]
    public void What_lies_behind_the_end_of_a_sequence_changes_no_answer()
    {
        var network = new MultitaskNetwork(Sequences with { BodyEach = true });
        network.SetScales(Scales);
        network.eval();
        var rows = randn(2, 6);
        var lengths = tensor(new long[] { 3, 2 });
        var before = network.Answer(rows, lengths);
        var longer = rows.clone();
        longer[1, 4] = 7f;
        Assert.AreEqual(0f, (network.Answer(longer, lengths) - before).abs().max().item<float>(), 1e-6f);
        var other = rows.clone();
        other[1, 2] += 0.5f;
        var changed = (network.Answer(other, lengths) - before).abs();
        Assert.AreEqual(0f, changed[0].max().item<float>(), 1e-6f);
        Assert.IsGreaterThan(1e-4f, changed[1].min().item<float>());
    }

    [TestMethod]
    public void Every_body_gets_the_scales_that_were_learned()
    {
        var network = new MultitaskNetwork(Sequences with { BodyEach = true });
        network.SetScales(Scales);
        foreach (var centres in network.state_dict().Where(weight => weight.Key.EndsWith(".centre", StringComparison.Ordinal)).ToArray())
            CollectionAssert.AreEqual(new[] { 1f, 2f }, centres.Value.data<float>().ToArray(), centres.Key);
        Assert.AreEqual(2, network.state_dict().Count(weight => weight.Key.EndsWith(".centre", StringComparison.Ordinal)));
        Assert.IsNull(network.Scaling);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void The_layers_that_read_rows_are_shared_softly_too(bool areSequences)
    {
        var network = new MultitaskNetwork((areSequences ? Sequences : Pictures) with { BodyEach = true });
        var parameters = network.named_parameters().ToDictionary(weight => weight.name, weight => weight.parameter);
        var expected = 0.0;
        foreach (var name in parameters.Keys.Where(name => name.StartsWith("reader1.", StringComparison.Ordinal)
            || name.StartsWith("body1.", StringComparison.Ordinal)))
            expected += (parameters[name] - parameters[Twin(name)]).square().sum().item<float>();
        Assert.IsGreaterThan(0.0, expected);
        Assert.AreEqual(expected, network.Distance()!.item<float>(), 1e-4 * expected);
        network.AlignBodies();
        Assert.AreEqual(0f, network.Distance()!.item<float>());
    }

    [TestMethod]
    public void Layers_are_those_that_the_answers_come_from()
    {
        var network = new MultitaskNetwork(Sequences with { BodyEach = true, HiddenSizes = [5, 3] });
        network.SetScales(Scales);
        network.eval();
        CollectionAssert.AreEqual(new[] { "vector", "hidden1", "hidden2", "answer" }, network.LayerNames.ToArray());
        Tensor[] rows = [randn(2, 6), tensor(new long[] { 3, 2 })];
        var layers = network.LayerNames.Select((_, layer) => network.OutputOf(rows, layer)).ToArray();
        CollectionAssert.AreEqual(new long[] { 8, 10, 6, 3 }, layers.Select(layer => layer.size(1)).ToArray(), "of two bodies");
        var weights = network.state_dict();
        for (var body = 1; body <= 2; body++)
        {
            Tensor Dense(string name, Tensor input) => input.mm(weights[$"{name}.weight"].t()) + weights[$"{name}.bias"];
            var hidden = Dense($"body{body}.linear1", layers[0].narrow(1, 4 * (body - 1), 4)).tanh();
            Assert.IsLessThan(1e-5f, (hidden - layers[1].narrow(1, 5 * (body - 1), 5)).abs().max().item<float>());
            var last = Dense($"body{body}.linear2", hidden).tanh();
            Assert.IsLessThan(1e-5f, (last - layers[2].narrow(1, 3 * (body - 1), 3)).abs().max().item<float>());
        }
        Assert.AreEqual(0f, (network.Answer(rows[0], rows[1]) - layers[3]).abs().max().item<float>());
        Assert.AreEqual(2, network.FeatureLayer);
        Assert.HasCount(4, network.HiddenEnds, "two hidden layers of each body, and heads without any");
    }

    [TestMethod]
    public void A_row_alone_cannot_be_normalized_where_pictures_have_shrunk_to_one_pixel()
    {
        var pixel = Pictures with
        {
            Reader = new TaskReaderArchitecture(
                new EmbeddingArchitecture(8, null, new ConvolutionalArchitecture(
                    1, 2, 4, [new ConvolutionLayer(3, 2), new PoolingLayer(PoolingKind.GlobalAverage), new BatchNormalizationLayer()],
                    4, "vector"), false), null),
        };
        Assert.IsTrue(new MultitaskNetwork(pixel).NeedsTwoRows);
        Assert.IsFalse(new MultitaskNetwork(Pictures).NeedsTwoRows);
        Assert.IsFalse(new MultitaskNetwork(Sequences).NeedsTwoRows);
    }

    // The weight of the second body in the place of one of the first.
    private static string Twin(string name)
    {
        var at = name.IndexOf('1', StringComparison.Ordinal);
        return string.Concat(name.AsSpan(0, at), "2", name.AsSpan(at + 1));
    }
}
