namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Known networks are built as their papers say.</summary>
[TestClass]
public sealed class NamedNetworksTests
{
    [TestMethod]
    [DataRow(ConvolutionalNetworkKind.AlexNet, 8)]
    [DataRow(ConvolutionalNetworkKind.Vgg11, 11)]
    [DataRow(ConvolutionalNetworkKind.Vgg13, 13)]
    [DataRow(ConvolutionalNetworkKind.Vgg16BatchNormalized, 16)]
    [DataRow(ConvolutionalNetworkKind.Vgg19, 19)]
    [DataRow(ConvolutionalNetworkKind.ResNet18, 18)]
    [DataRow(ConvolutionalNetworkKind.ResNet34PreActivation, 34)]
    [DataRow(ConvolutionalNetworkKind.ResNet50, 50)]
    [DataRow(ConvolutionalNetworkKind.ResNet101PreActivation, 101)]
    [DataRow(ConvolutionalNetworkKind.ResNet152, 152)]
    [DataRow(ConvolutionalNetworkKind.SmallResNet, 20)]
    [DataRow(ConvolutionalNetworkKind.GoogLeNet, 22)]
    [DataRow(ConvolutionalNetworkKind.LeNet5, 5)]
    public void The_number_in_a_name_is_that_of_layers_with_weights_on_the_way_through(ConvolutionalNetworkKind kind, int layers)
    {
        var found = NamedNetworks.Of(kind, 224, 224).Layers.Sum(layer => layer switch
        {
            ConvolutionLayer or DenseLayer => 1,
            ResidualBlock block => block.Bottleneck ? 3 : 2,
            InceptionBlock => 2,
            _ => 0,
        });
        Assert.AreEqual(layers, found + 1, "with the answer");
    }

    [TestMethod]
    [DataRow(28, 2)]
    [DataRow(32, 0)]
    [DataRow(33, 0)]
    [DataRow(27, 3)]
    [DataRow(40, 0)]
    public void The_first_layer_of_LeNet_reads_smaller_pictures_with_a_border(int side, int padding)
    {
        var first = (ConvolutionLayer)NamedNetworks.Of(ConvolutionalNetworkKind.LeNet5, side, side + 9).Layers[0];
        Assert.AreEqual((ConvolutionPadding)padding, first.Padding);
        Assert.AreEqual((6, 5), (first.Filters, first.KernelSize));
    }

    [TestMethod]
    [DataRow(3, 0, 32)]
    [DataRow(4, 1, 32)]
    [DataRow(15, 1, 32)]
    [DataRow(16, 2, 16)]
    [DataRow(64, 2, 16)]
    public void A_small_network_halves_pictures_while_enough_of_them_is_left(int side, int halvings, int filters)
    {
        var layers = NamedNetworks.Of(ConvolutionalNetworkKind.Small, side + 5, side).Layers;
        Assert.AreEqual(halvings, layers.Count(layer => layer is PoolingLayer));
        Assert.AreEqual(filters, layers.OfType<ConvolutionLayer>().First().Filters);
        Assert.IsTrue(layers.OfType<ConvolutionLayer>().All(layer => !layer.Bias), "a normalization follows, which has one");
    }

    [TestMethod]
    public void Stages_of_a_residual_network_halve_the_picture_and_double_the_filters()
    {
        var blocks = NamedNetworks.Of(ConvolutionalNetworkKind.ResNet34, 224, 224).Layers.OfType<ResidualBlock>().ToArray();
        CollectionAssert.AreEqual(
            new[] { 3, 4, 6, 3 }, blocks.GroupBy(block => block.Filters).Select(stage => stage.Count()).ToArray());
        CollectionAssert.AreEqual(
            new[] { 64, 128, 256, 512 }, blocks.Select(block => block.Filters).Distinct().ToArray());
        CollectionAssert.AreEqual(
            new[] { "layer2.0", "layer3.0", "layer4.0" }, blocks.Where(block => block.Stride == 2).Select(block => block.Name).ToArray());
        var small = NamedNetworks.Of(ConvolutionalNetworkKind.SmallResNet, 32, 32).Layers;
        Assert.IsFalse(
            small.OfType<PoolingLayer>().Any(layer => layer.Pooling == PoolingKind.Maximum), "small pictures are not halved first");
    }

    [TestMethod]
    public void Normalization_goes_before_or_behind_the_blocks()
    {
        var behind = NamedNetworks.Of(ConvolutionalNetworkKind.ResNet18, 64, 64).Layers;
        var before = NamedNetworks.Of(ConvolutionalNetworkKind.ResNet18PreActivation, 64, 64).Layers;
        Assert.AreEqual("bn1", behind[1].Name);
        Assert.IsInstanceOfType<PoolingLayer>(before[1]);
        CollectionAssert.AreEqual(new[] { "bn", "relu", "avgpool" }, before[^3..].Select(layer => layer.Name).ToArray());
        Assert.IsTrue(before.OfType<ResidualBlock>().All(block => block.PreActivation));
        Assert.IsFalse(behind.OfType<ResidualBlock>().Any(block => block.PreActivation));
    }

    [TestMethod]
    public void GoogLeNet_has_two_answers_on_the_way_where_they_are_wanted()
    {
        var with = NamedNetworks.Of(ConvolutionalNetworkKind.GoogLeNet, 224, 224).Layers;
        CollectionAssert.AreEqual(
            new[] { "inception4a", "aux1", "inception4b" },
            with.SkipWhile(layer => layer.Name != "inception4a").Take(3).Select(layer => layer.Name).ToArray());
        Assert.AreEqual(2, with.Count(layer => layer is AuxiliaryHead));
        var without = NamedNetworks.Of(ConvolutionalNetworkKind.GoogLeNet, 224, 224, heads: false).Layers;
        CollectionAssert.AreEqual(with.Where(layer => layer is not AuxiliaryHead).ToArray(), without);
        CollectionAssert.AreEqual(
            without, new ConvolutionalArchitecture(3, 224, 224, with, 10, "fc").WithoutHeads().Layers);
    }

    [TestMethod]
    public void Every_kind_is_a_network_and_nothing_else_is()
    {
        foreach (var kind in Enum.GetValues<ConvolutionalNetworkKind>())
            Assert.IsNotEmpty(NamedNetworks.Of(kind, 64, 64).Layers, $"{kind}");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NamedNetworks.Of((ConvolutionalNetworkKind)99, 64, 64));
    }
}
