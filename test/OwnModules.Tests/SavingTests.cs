using System.Security.Cryptography;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using DeepML.Samples;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.OwnModules.Tests;

/// <summary>How a chain with a module of the user's own is saved and found again: by a name, never by that of a type.</summary>
[TestClass]
public sealed class SavingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_chain_is_saved_with_the_name_and_the_settings_of_the_module_and_without_its_type()
    {
        var data = Blobs.WithKeys(_ml);
        using var model = _ml.Transforms.NormalizeMinMax("Features").Append(Trainer()).Fit(data);
        var file = Saved(model, data);
        var text = Encoding.Latin1.GetString(
            Entries(file).Single(
                entry => entry.Name.Contains("Transform_001") && entry.Name.EndsWith("Model.key", StringComparison.Ordinal)).Content);
        StringAssert.Contains(text, "\"Name\": \"kolmogorov-arnold\"");
        StringAssert.Contains(text, "\"Bumps\": 4");
        Assert.DoesNotContain(nameof(KolmogorovArnold), text);
        Assert.DoesNotContain("OwnModules", text);
        var loaded = _ml.Model.Load(new MemoryStream(file), out _);
        CollectionAssert.AreEqual(
            model.Transform(data).GetColumn<float[]>("Score").SelectMany(s => s).ToArray(),
            loaded.Transform(data).GetColumn<float[]>("Score").SelectMany(s => s).ToArray());
    }

    [TestMethod]
    public void A_module_that_is_not_registered_is_named_with_what_to_call()
    {
        var message = Refused(Changed("kolmogorov-arnold", "kolmogorov-brnold"));
        StringAssert.Contains(message, "a module that is called 'kolmogorov-brnold', which this program has not registered");
        StringAssert.Contains(message, "TorchModules.Register<…>()");
        StringAssert.Contains(message, "[ArchivedModule(\"kolmogorov-brnold\")]");
        StringAssert.Contains(message, "kolmogorov-arnold");
    }

    [TestMethod]
    public void Settings_that_are_not_those_of_the_class_or_do_not_fit_the_weights_are_refused()
    {
        StringAssert.Contains(Refused(Changed("\"Bumps\": 4", "\"Bombs\": 4")), "Bombs");
        StringAssert.Contains(Refused(Changed("\"Bumps\": 4", "\"Bumps\": 5")), "the description needs");
        StringAssert.Contains(Refused(Changed("\"Bumps\": 4", "\"Bumps\":-4")), "cannot be built from its settings");
    }

    [TestMethod]
    public void A_module_without_a_name_is_trained_and_used_and_its_model_says_why_it_cannot_be_saved()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) => warnings.Add(e.Message);
        var data = Blobs.Create(_ml);
        using var model = _ml.Regression.Trainers.TorchModule(
            "Number", "Features", (features, answers) => nn.Sequential(nn.Linear(features, 4), nn.ReLU(), nn.Linear(4, answers)),
            new TrainingOptions { Epochs = 2 }).Fit(data);
        Assert.HasCount(75, model.Transform(data).GetColumn<float>("Score").ToArray());
        Assert.IsTrue(warnings.Any(
            warning => warning.Contains(
                "The model can be used and not be saved. Sequential has no name in saved models", StringComparison.Ordinal)));
        var error = Assert.Throws<Exception>(() => Saved(model, data)).GetBaseException();
        Assert.IsInstanceOfType<NotSupportedException>(error);
        StringAssert.Contains(
            error.Message, "The model cannot be saved. Sequential has no name in saved models: give the class [ArchivedModule(");
    }

    [TestMethod]
    public void What_would_show_only_after_the_training_is_refused_before_it()
    {
        var data = Blobs.WithKeys(_ml);
        var shared = nn.Linear(Blobs.Width, 3);
        Refuses((features, _) => nn.Linear(features, 2), "Linear answers with 2 numbers a row; label column 'Label' needs 3");
        Refuses((_, _) => nn.Flatten(), "Flatten has no parameter to learn");
        Refuses((features, classes) => nn.Sequential(nn.Linear(features, classes), nn.Unflatten(1, [1, 3])),
            "it must answer Float32 (rows, numbers)");
        Refuses((_, _) => null!, "has returned null");
        Refuses((features, classes) => new Forgetful(new(features, classes)),
            "built again from what a model would hold of it is another module: its 'weights.weight'");
        using (_ml.MulticlassClassification.Trainers.TorchModule(
            "Label", "Features", (_, _) => shared, new TrainingOptions { Epochs = 1 }).Fit(data))
            Refuses((_, _) => shared, "the same Linear twice");

        void Refuses(Func<int, int, nn.Module<Tensor, Tensor>> module, string part) => StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => _ml.MulticlassClassification.Trainers.TorchModule("Label", "Features", module).Fit(data)).Message, part);
    }

    [TestMethod]
    public void A_class_that_cannot_be_built_again_is_refused_where_it_is_registered_and_two_cannot_share_a_name()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(TorchModules.Register<Linear>).Message, "Linear has no name in saved models");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(TorchModules.Register<Unbuildable>).Message,
            "needs a public constructor without parameters");
        TorchModules.Register<LinearModule>();
        TorchModules.Register<LinearModule>();
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(TorchModules.Register<Impostor>).Message,
            "[ArchivedModule(\"linear\")] is the name of");
    }

    private TorchModulePredictionEstimator Trainer() =>
        _ml.MulticlassClassification.Trainers.TorchModule(
            "Label", "Features", MulticlassModuleWorkout.Small, new TrainingOptions { Epochs = 1 });

    private byte[] Saved(ITransformer model, IDataView data)
    {
        var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        return stream.ToArray();
    }

    private string Refused(byte[] file)
    {
        var error = Assert.Throws<Exception>(() => _ml.Model.Load(new MemoryStream(file), out _));
        var told = error is FormatException or InvalidOperationException ? error : error.InnerException;
        Assert.IsTrue(told is FormatException or InvalidOperationException, $"{error}");
        return told!.Message;
    }

    private byte[] Changed(string from, string to)
    {
        var data = Blobs.WithKeys(_ml);
        using var model = Trainer().Fit(data);
        var entries = Entries(Saved(model, data)).ToDictionary(
            entry => entry.Name,
            entry => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(entry.Content).Replace(from, to, StringComparison.Ordinal)));
        var header = entries.Single(entry => entry.Key.EndsWith("Model.key", StringComparison.Ordinal)
            && entry.Value.AsSpan().IndexOf("TorchModulePrediction"u8) >= 0);
        HashOf(header.Value).CopyTo(entries.Single(entry => entry.Key.EndsWith("hashes", StringComparison.Ordinal)).Value, 0);
        var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        return result.ToArray();
    }

    // Whoever changes a model on purpose can make its hash fit: SHA-256 of the kind, the version and the description that follow it in
    // the file.
    private static byte[] HashOf(byte[] entry)
    {
        var kind = "TorchModulePrediction"u8;
        var rest = entry.AsSpan(entry.AsSpan().IndexOf(kind) + kind.Length);
        var description = rest.Slice(8, BinaryPrimitives.ReadInt32LittleEndian(rest[4..]));
        return SHA256.HashData([.. kind, .. rest[..4], .. description]);
    }

    private static List<(string Name, byte[] Content)> Entries(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return [.. zip.Entries.Select(entry =>
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            return (entry.FullName, content.ToArray());
        })];
    }

    [ArchivedModule("forgetful")]
    public sealed class Forgetful : nn.Module<Tensor, Tensor>, IArchivedModule<LinearModule.Sizes>
    {
        private readonly Linear weights;

        public Forgetful(LinearModule.Sizes sizes) : base("Forgetful")
        {
            weights = nn.Linear(sizes.From, sizes.To);
            RegisterComponents();
        }

        public LinearModule.Sizes Settings => new(1, 1);

        public override Tensor forward(Tensor input) => weights.call(input);
    }

    [ArchivedModule("unbuildable")]
    public sealed class Unbuildable(int size) : nn.Module<Tensor, Tensor>("Unbuildable")
    {
        public override Tensor forward(Tensor input) => input.narrow(1, 0, size);
    }

    [ArchivedModule("linear")]
    public sealed class Impostor() : nn.Module<Tensor, Tensor>("Impostor")
    {
        public override Tensor forward(Tensor input) => input;
    }
}
