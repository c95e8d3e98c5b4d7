using System.Text.Json.Nodes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Transforms.Tests.OwnModules;

[TestClass]
public sealed class ModuleKindTests
{
    [TestMethod]
    public void A_module_is_built_again_from_its_name_and_settings()
    {
        TorchModules.Register<Scaling>();
        using var scaling = new Scaling(new ScalingSettings(2.5f, 3));
        var saved = ModuleKind.Of(typeof(Scaling)).Describe(scaling);
        Assert.AreEqual("unit test scaling", saved.Name);
        var settings = JsonNode.Parse(saved.Settings!.ToJsonString())!;
        Assert.AreEqual((2.5f, 3), ((float)settings["Factor"]!, (int)settings["Units"]!));
        using var again = (Scaling)saved.Create();
        Assert.AreEqual(scaling.Settings, again.Settings);
    }

    [TestMethod]
    public void A_module_without_settings_has_only_its_name()
    {
        TorchModules.Register<Plain>();
        using var plain = new Plain();
        var saved = ModuleKind.Of(typeof(Plain)).Describe(plain);
        Assert.AreEqual(new SavedModule("unit test plain", null), saved);
        using var again = saved.Create();
        Assert.IsInstanceOfType<Plain>(again);
        Assert.IsNull(SavedModule.WhyNone(saved, plain));
    }

    [TestMethod]
    [DataRow(typeof(Unnamed), "Unnamed has no name in saved models: give the class [ArchivedModule(")]
    [DataRow(typeof(Blank), "Blank has no name in saved models")]
    [DataRow(typeof(NoModule), "NoModule is no Module<Tensor, Tensor>")]
    [DataRow(typeof(Half), "Half is abstract or generic: nothing can be built of it")]
    [DataRow(typeof(Open<>), "is abstract or generic")]
    [DataRow(typeof(Hidden), "Hidden needs a public constructor without parameters, or settings")]
    [DataRow(typeof(Deaf), "Deaf needs a public constructor that takes its settings, ScalingSettings")]
    [DataRow(typeof(Torn), "Torn tells several kinds of settings; one is needed")]
    public void A_class_that_could_not_be_built_again_says_why(Type type, string why)
    {
        Assert.IsNull(ModuleKind.Of(type, out var found));
        StringAssert.Contains(found, why);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => ModuleKind.Of(type)).Message, why);
    }

    [TestMethod]
    public void A_model_of_a_module_that_cannot_be_saved_says_why()
    {
        using var module = new Unnamed();
        StringAssert.Contains(SavedModule.WhyNone(null, module), "The model cannot be saved. Unnamed has no name in saved models");
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => SavedModule.CreateOf(null)).Message, "names no module: the file is damaged");
    }

    [TestMethod]
    public void A_name_that_nobody_registered_is_told_with_what_to_do()
    {
        TorchModules.Register<Plain>();
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => new SavedModule("nowhere", null).Create());
        StringAssert.Contains(error.Message, "called 'nowhere', which this program has not registered");
        StringAssert.Contains(error.Message, "[ArchivedModule(\"nowhere\")]");
        StringAssert.Contains(error.Message, "unit test plain");
    }

    [TestMethod]
    public void Settings_that_are_missing_too_many_or_wrong_are_a_damaged_file()
    {
        TorchModules.Register<Plain>();
        TorchModules.Register<Scaling>();
        StringAssert.Contains(Fault(new SavedModule("unit test plain", new JsonObject())), "has settings, and Plain takes none");
        StringAssert.Contains(Fault(new SavedModule("unit test scaling", null)), "has no settings, and Scaling needs them");
        Fault(new SavedModule("unit test scaling", JsonNode.Parse("""{ "Factor": "much", "Units": 3 }""")));
        Fault(new SavedModule("unit test scaling", JsonNode.Parse("""{ "Factor": 1, "Units": 3, "More": 4 }""")));
        var refused = Fault(new SavedModule("unit test scaling", JsonNode.Parse("""{ "Factor": 1, "Units": -3 }""")));
        StringAssert.Contains(refused, "cannot be built from its settings");
        StringAssert.Contains(refused, "units must be above 0");
    }

    [TestMethod]
    public void Settings_that_are_null_cannot_be_saved()
    {
        using var module = new Forgetful();
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => ModuleKind.Of(typeof(Forgetful)).Describe(module));
        StringAssert.Contains(error.Message, "The Settings of Forgetful are null");
    }

    [TestMethod]
    public void A_name_belongs_to_one_class_and_registering_it_again_changes_nothing()
    {
        TorchModules.Register<Plain>();
        TorchModules.Register<Plain>();
        var error = Assert.ThrowsExactly<InvalidOperationException>(TorchModules.Register<Impostor>);
        StringAssert.Contains(error.Message, "each module needs a name of its own");
        using var still = new SavedModule("unit test plain", null).Create();
        Assert.IsInstanceOfType<Plain>(still);
        Assert.ThrowsExactly<ArgumentNullException>(() => TorchModules.RegisterAll(null!));
    }

    private static string Fault(SavedModule saved) => Assert.ThrowsExactly<FormatException>(() => saved.Create()).Message;

    public sealed record ScalingSettings(float Factor, int Units);

    public class Passing() : Module<Tensor, Tensor>("Passing")
    {
        public override Tensor forward(Tensor input) => input.alias();
    }

    [ArchivedModule("unit test scaling")]
    public sealed class Scaling : Passing, IArchivedModule<ScalingSettings>
    {
        public Scaling(ScalingSettings settings) =>
            Settings = settings.Units > 0 ? settings : throw new ArgumentException("units must be above 0");

        public ScalingSettings Settings { get; }
    }

    [ArchivedModule("unit test plain")]
    public sealed class Plain : Passing;

    [ArchivedModule("unit test plain")]
    public sealed class Impostor : Passing;

    public sealed class Unnamed : Passing;

    [ArchivedModule(" ")]
    public sealed class Blank : Passing;

    [ArchivedModule("unit test no module")]
    public sealed class NoModule;

    [ArchivedModule("unit test half")]
    public abstract class Half : Passing;

    [ArchivedModule("unit test open")]
    public sealed class Open<T> : Passing;

    [ArchivedModule("unit test hidden")]
    public sealed class Hidden : Passing
    {
        private Hidden()
        {
        }
    }

    [ArchivedModule("unit test deaf")]
    public sealed class Deaf : Passing, IArchivedModule<ScalingSettings>
    {
        public ScalingSettings Settings => new(1, 1);
    }

    [ArchivedModule("unit test torn")]
    public sealed class Torn : Passing, IArchivedModule<ScalingSettings>, IArchivedModule<string>
    {
        ScalingSettings IArchivedModule<ScalingSettings>.Settings => new(1, 1);

        string IArchivedModule<string>.Settings => "";
    }

    [ArchivedModule("unit test forgetful")]
    public sealed class Forgetful : Passing, IArchivedModule<ScalingSettings>
    {
        public Forgetful()
        {
        }

        public Forgetful(ScalingSettings settings) => _ = settings;

        public ScalingSettings Settings => null!;
    }
}
