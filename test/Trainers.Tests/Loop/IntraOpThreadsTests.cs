using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

[TestClass]
public sealed class IntraOpThreadsTests
{
    [TestMethod]
    [DataRow(64, 128, 32, 1)]
    [DataRow(2000, 1500, 1, 1)]
    [DataRow(2000, 1500, 2, 2)]
    [DataRow(2000, 1500, 3, 3)]
    [DataRow(2000, 1500, 500, 8)]
    public void A_dense_network_takes_a_thread_for_each_three_million_multiplications_of_its_largest_product(
        int inputs, int outputs, int batchSize, int expected)
    {
        using var network = nn.Sequential(("first", nn.Linear(inputs, outputs)), ("second", nn.Linear(outputs, 3)));
        Assert.AreEqual(expected, IntraOpThreads.For(network, batchSize, available: 8));
    }

    [TestMethod]
    public void Convolutions_take_every_thread()
    {
        using var network = nn.Sequential(("convolution", nn.Conv2d(1, 2, 3)), ("dense", nn.Linear(4, 2)));
        Assert.AreEqual(8, IntraOpThreads.For(network, batchSize: 1, available: 8));
    }

    [TestMethod]
    [DataRow(ConvolutionalNetworkKind.LeNet5, 1, 16, 1)] // 241,600 multiplications of the second convolution for a picture
    [DataRow(ConvolutionalNetworkKind.LeNet5, 1, 64, 5)]
    [DataRow(ConvolutionalNetworkKind.ResNet18, 3, 32, 8)]
    public void A_convolutional_network_counts_the_places_of_its_pictures(
        ConvolutionalNetworkKind kind, int channels, int batchSize, int expected)
    {
        var (layers, name) = NamedNetworks.Of(kind, 32, 32);
        using var network = new ConvolutionalNetwork(new ConvolutionalArchitecture(channels, 32, 32, layers, 10, name));
        Assert.AreEqual(expected, IntraOpThreads.For(network, batchSize, available: 8));
    }

    [TestMethod]
    [DataRow(32, 1, 1)]
    [DataRow(32, 16, 2)] // 64 · 256 multiplications of a step
    [DataRow(32, 40, 6)]
    [DataRow(512, 64, 8)]
    public void The_steps_of_a_transformer_count_like_rows(int batchSize, int steps, int expected)
    {
        using var network = new RecurrentStack(new RecurrentStackArchitecture(new TransformerEncoder { LayerCount = 2 }, 64));
        Assert.AreEqual(expected, IntraOpThreads.For(network, batchSize, available: 8, () => steps));
    }

    [TestMethod]
    public void The_steps_of_a_recurrent_network_come_one_after_the_other()
    {
        using var network = new RecurrentStack(new RecurrentStackArchitecture(new LstmEncoder(), 64));
        Assert.AreEqual(1, IntraOpThreads.For(network, 32, available: 8, () => 200));
    }

    [TestMethod]
    [DataRow(32, 1, 1)] // 144 weights at 400 places: 57,600 multiplications for a frame
    [DataRow(32, 3, 1)]
    [DataRow(32, 9, 5)]
    [DataRow(64, 50, 8)]
    public void A_front_counts_the_places_of_all_frames(int batchSize, int steps, int expected)
    {
        using var network = new SequenceEncoderNetwork(Reading(Convolved with { Layers = [.. Convolved.Layers!, new DenseLayer(4)] }));
        Assert.AreEqual(expected, IntraOpThreads.For(network, batchSize, available: 8, () => steps));
        Assert.AreEqual(1, IntraOpThreads.For(network, batchSize, available: 8), "of one frame");
    }

    [TestMethod]
    [DataRow(110, 2)] // 57,600 of a convolution
    [DataRow(32, 1)]
    public void A_front_that_makes_steps_of_places_counts_one_picture_a_row(int batchSize, int expected)
    {
        using var network = new SequenceEncoderNetwork(Reading(Convolved, places: true));
        Assert.AreEqual(expected, IntraOpThreads.For(network, batchSize, available: 8, () => throw new InvalidOperationException("none")));
    }

    [TestMethod]
    public void A_transformer_over_the_places_of_a_picture_reads_all_of_them_together()
    {
        var encoder = new TransformerEncoder { HiddenSize = 16, HeadCount = 2, FeedForwardSize = 64 };
        using var network = new SequenceEncoderNetwork(Reading(Convolved, places: true, encoder));
        Assert.AreEqual(2, IntraOpThreads.For(network, 18, available: 8), "16 · 64 multiplications at each of 400 places");
        Assert.AreEqual(1, IntraOpThreads.For(network, 9, available: 8));
    }

    private static ConvolutionalFront Convolved => new(20, 20)
    {
        Layers = [new ConvolutionLayer(16, 3) { Padding = ConvolutionPadding.Same, Bias = false }],
    };

    private static SequenceEncoderArchitecture Reading(ConvolutionalFront front, bool places = false, SequenceEncoder? encoder = null)
    {
        var architecture = front.Architecture() with { ReadsPlaces = places };
        return new SequenceEncoderArchitecture(
            0, 400, 1, new RecurrentStackArchitecture(encoder ?? new LstmEncoder { HiddenSize = 8 }, architecture.StepSize), 0,
            Front: architecture);
    }

    [TestMethod]
    public void A_transposed_convolution_multiplies_at_the_places_it_reads()
    {
        var network = ConvolutionalPlan.Of(new ConvolutionalArchitecture(
            2, 5, 5, [new ConvolutionLayer(3, 4) { Stride = 2, Padding = 1, Transposed = true, Bias = false }], 1, "answer"));
        Assert.AreEqual((96L, 25L), (network.Layers[0].Parameters, network.Layers[0].Places));
        Assert.AreEqual(1, network.Layers[1].Places);
    }

    [TestMethod]
    public void An_autoencoder_counts_its_images_and_its_dense_layers()
    {
        var dense = new AutoencoderArchitecture(10, [20], 3, Activation.ReLU, Activation.Identity, Activation.Identity);
        using var plain = new AutoencoderNetwork(dense);
        Assert.AreEqual(200, plain.LargestProduct);
        using var images = new AutoencoderNetwork(dense with
        {
            InputSize = 64,
            Convolution = new AutoencoderImageArchitecture(8, 8, 1, [2, 4], 3, DenseCode: true),
        });
        Assert.AreEqual(512, images.LargestProduct, "16 weights of the kernel, 2 · 4 maps, 2 · 2 places");
    }

    [TestMethod]
    public void A_network_without_weights_takes_one()
    {
        using var network = nn.Identity();
        Assert.AreEqual(1, IntraOpThreads.For(network, batchSize: 1000, available: 8));
    }

    [TestMethod]
    public void Torch_has_its_threads_back_when_training_ends()
    {
        NativeGround.Require();
        var before = get_num_threads();
        using (var threads = new IntraOpThreads(before + 1))
        {
            Assert.AreEqual(before + 1, threads.Count);
            Assert.AreEqual(before + 1, get_num_threads());
        }
        Assert.AreEqual(before, get_num_threads());
    }

    [TestMethod]
    [DataRow(null, 1)]
    [DataRow(2, 2)]
    public void The_history_tells_the_number_that_was_chosen_or_given(int? given, int expected)
    {
        using var toy = new Toy(new TrainingOptions { Epochs = 1, Threads = given });
        Assert.AreEqual(expected, toy.Run().Threads);
    }
}
