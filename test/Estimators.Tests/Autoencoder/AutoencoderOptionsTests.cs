using Microsoft.ML;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderOptionsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_value_past_its_limit_is_named_with_its_range_in_one_error() => Refuses(
        new AutoencoderOptions
        {
            DecoderSizes = [0],
            Dropout = 1,
            ContractionWeight = -1,
            ActivationSlope = 0,
            HiddenActivation = Activation.LeakyReLU,
            HiddenSizes = [4],
            Corruption = new GaussianCorruption { StandardDeviation = 0 },
            Sparsity = new L1Sparsity { Weight = 0 },
            Variational = new VariationalCode { Beta = -1, WarmUpEpochs = -1, LogVarianceLimit = 0, OutputDeviation = 0 },
            Convolution = new AutoencoderConvolution { Height = -1, Filters = [0], KernelSize = 4 },
            Outputs = new AutoencoderOutputs { Error = "" },
            Training = new TrainingOptions { LabelNoise = 0.1 },
        },
        "DecoderSizes[0] is 0; it must be at least 1.",
        "Dropout is 1; it must be in [0, 1).",
        "ContractionWeight is -1; it must be at least 0.",
        "ActivationSlope is 0; it must be above 0.",
        "Corruption.StandardDeviation is 0; it must be above 0.",
        "Sparsity.Weight is 0; it must be above 0.",
        "Variational.Beta is -1; it must be at least 0.",
        "Variational.WarmUpEpochs is -1; it must be at least 0.",
        "Variational.LogVarianceLimit is 0; it must be above 0.",
        "Variational.OutputDeviation is 0; it must be above 0.",
        "Convolution.Height is -1; it must be at least 0.",
        "Convolution.Filters[0] is 0; it must be at least 1.",
        "Convolution.KernelSize is 4; it must be odd and at least 3.",
        "Outputs.Error is \"\"; it must be a name, or null.",
        "Training.LabelNoise is 0.1; it must be 0 where there are no labels.");

    [TestMethod]
    public void Shares_must_lie_between_nothing_and_everything()
    {
        Refuses(new AutoencoderOptions { Corruption = new MaskingCorruption { Fraction = 1 } },
            "Corruption.Fraction is 1; it must be in (0, 1).");
        Refuses(new AutoencoderOptions { Corruption = new SaltAndPepperCorruption { Fraction = 0 } },
            "Corruption.Fraction is 0; it must be in (0, 1).");
        Refuses(new AutoencoderOptions { CodeSize = 4, Sparsity = new LargestCodes { Count = 5 } },
            "Sparsity.Count is 5; it must be in [1, 4].");
        Refuses(
            new AutoencoderOptions { Sparsity = new KullbackLeiblerSparsity { Target = 1, Weight = -1 } },
            "Sparsity.Target is 1; it must be in (0, 1).", "Sparsity.Weight is -1; it must be above 0.",
            "CodeActivation is Identity; it must be Sigmoid");
    }

    [TestMethod]
    public void Options_that_contradict_each_other_are_named()
    {
        Refuses(new AutoencoderOptions { Dropout = 0.1 }, "Dropout is 0.1; it must be 0 without hidden layers.");
        Refuses(new AutoencoderOptions { TiedWeights = true, DecoderSizes = [3] },
            "DecoderSizes is a list; it must be null with TiedWeights");
        Refuses(new AutoencoderOptions { Variational = new(), CodeActivation = Activation.ReLU },
            "CodeActivation is ReLU; it must be Identity with Variational");
        Refuses(new AutoencoderOptions { Variational = new(), Pretraining = new() },
            "Variational is given; it must be null with Pretraining");
        Refuses(new AutoencoderOptions { Convolution = new() { DenseCode = false }, HiddenSizes = [3] },
            "HiddenSizes is a list of 1; it must be empty");
        Refuses(new AutoencoderOptions { Outputs = new() { Filled = "F" } },
            "Outputs.Filled is F; it must be null without FillMissingValues.");
        Refuses(new AutoencoderOptions { Outputs = new() { Error = "Code" } }, "Outputs give the name 'Code' to 2 columns");
    }

    [TestMethod]
    public void Faults_of_an_anomaly_trainer_name_where_they_are()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            Contamination = 0.6,
            Autoencoder = new AutoencoderOptions { CodeSize = 0, Outputs = new AutoencoderOutputs { Error = "E" } },
        }));
        StringAssert.Contains(error.Message, "Contamination is 0.6; it must be in [0, 0.5].");
        StringAssert.Contains(error.Message, "Autoencoder.CodeSize is 0; it must be at least 1.");
        StringAssert.Contains(error.Message, "Autoencoder.Outputs.Error is E; it must be null");
    }

    [TestMethod]
    public void Values_at_their_limits_are_accepted()
    {
        _ml.Transforms.Autoencoder("Code", "Features",
            new AutoencoderOptions { CodeSize = 1, Dropout = 0, ContractionWeight = 0, Sparsity = new LargestCodes { Count = 1 } });
        _ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { Variational = new VariationalCode { Beta = 0, WarmUpEpochs = 0 } });
        _ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions { Contamination = 0 });
        _ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions { Contamination = 0.5 });
    }

    private void Refuses(AutoencoderOptions options, params string[] faults)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder("Code", "Features", options));
        foreach (var fault in faults)
            StringAssert.Contains(error.Message, fault);
    }
}
