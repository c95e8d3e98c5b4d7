using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

[TestClass]
public sealed class TranslationNetworkTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(1, 3)]
    [DataRow(3, 1)]
    [DataRow(3, 3)]
    public void A_network_that_starts_from_its_input_begins_as_the_input(int channels, int targetChannels)
    {
        using var network = Network(new TranslationTask(targetChannels, ImageBase.Input), channels);
        var pictures = rand(2, channels, 7, 6);
        var expected = channels == targetChannels ? pictures
            : channels == 1 ? pictures.expand(2, 3, 7, 6)
            : ((pictures[.., 0] * 0.3f) + (pictures[.., 1] * 0.59f) + (pictures[.., 2] * 0.11f)).unsqueeze(1);
        Assert.IsLessThan(1e-6f, (network.call(pictures) - expected).abs().max().item<float>());
    }

    [TestMethod]
    public void A_network_that_starts_from_the_mean_begins_as_the_mean_in_any_size()
    {
        using var network = new TranslationNetwork(new TranslationArchitecture(
            new TranslationTask(1, ImageBase.MeanPicture), new UNetGenerator { Depth = 1, Filters = 2 }, 2, 3, 4));
        var mean = rand(1, 3, 4);
        using (no_grad())
            network.Mean!.copy_(mean);
        Assert.IsLessThan(1e-6f, (network.call(rand(2, 2, 3, 4)) - mean).abs().max().item<float>());
        var larger = nn.functional.interpolate(mean.unsqueeze(0), [6, 8], mode: InterpolationMode.Bilinear, align_corners: false);
        Assert.IsLessThan(1e-6f, (network.call(rand(2, 2, 6, 8)) - larger).abs().max().item<float>());
    }

    [TestMethod]
    public void Without_a_base_it_begins_black_and_numbers_are_cut_off_at_0_and_1_only_where_they_are_handed_out()
    {
        using var network = Network(new TranslationTask(1, ImageBase.None), 1);
        var pictures = rand(2, 1, 8, 8);
        Assert.AreEqual(0, network.call(pictures).abs().max().item<float>());
        using (no_grad())
            network.get_parameter("generator.answer.bias")!.fill_(1.5f);
        Assert.AreEqual(1, network.call(pictures).min().item<float>());
        Assert.AreEqual(1.5f, network.Composed([pictures]).min().item<float>());
    }

    [TestMethod]
    public void Sizes_that_strides_do_not_allow_are_padded_by_their_edge()
    {
        using var network = Network(new TranslationTask(1, ImageBase.None), 1);
        using (no_grad())
            nn.init.normal_(network.get_parameter("generator.answer.weight")!);
        network.eval();
        var picture = rand(1, 1, 7, 5);
        var padded = nn.functional.pad(picture, [0, 1, 0, 1], PaddingModes.Replicate);
        var expected = network.Composed([padded])[.., .., ..7, ..5];
        Assert.IsLessThan(1e-6f, (network.Composed([picture]) - expected).abs().max().item<float>());
    }

    [TestMethod]
    [DataRow(1, 28, 28, 28)]
    [DataRow(3, 28, 24, 32)]
    [DataRow(5, 28, 0, 32)]
    public void The_nearest_sizes_are_multiples_of_the_strides(int depth, int side, int below, int above)
    {
        var architecture = new TranslationArchitecture(
            new TranslationTask(1, ImageBase.None), new UNetGenerator { Depth = depth }, 1, 0, 0);
        Assert.AreEqual((below, above), architecture.Nearest(side));
        Assert.AreEqual(below == above, architecture.Fits(side, side));
    }

    [TestMethod]
    public void A_row_that_is_no_number_leaves_the_others_as_they_are()
    {
        using var network = Network(new TranslationTask(1, ImageBase.Input), 1);
        network.eval();
        var pictures = rand(2, 1, 4, 4);
        var alone = network.call(pictures[1..]);
        pictures[0, 0, 0, 0] = float.NaN;
        Assert.IsLessThan(1e-6f, (network.call(pictures)[1..] - alone).abs().max().item<float>());
    }

    private static TranslationNetwork Network(ImageTask task, int channels) =>
        new(new TranslationArchitecture(task, new UNetGenerator { Depth = 1, Filters = 2 }, channels, 0, 0));
}
