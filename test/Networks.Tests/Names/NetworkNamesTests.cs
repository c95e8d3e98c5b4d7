using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Names;

/// <summary>The names of weights stand in every saved model: they may be added to, and never change.</summary>
[TestClass]
public sealed class NetworkNamesTests
{
    [TestMethod]
    public void Every_network_has_the_names_and_shapes_that_were_recorded()
    {
        var found = string.Join('\n', NetworkKinds.All.SelectMany(kind => Describe(kind.Name, kind.Create))) + '\n';
        using var reader = new StreamReader(typeof(NetworkNamesTests).Assembly.GetManifestResourceStream("network_names.txt")!);
        var recorded = reader.ReadToEnd().ReplaceLineEndings("\n");
        if (found == recorded)
            return;
        var path = Path.Combine(AppContext.BaseDirectory, "network_names.found.txt");
        File.WriteAllText(path, found);
        var (is_, was) = (found.Split('\n'), recorded.Split('\n'));
        Assert.Fail(
            $"Models saved before could not be loaded: recorded but not there now: {string.Join("; ", was.Except(is_))}. New: "
                + $"{string.Join("; ", is_.Except(was))}. "
            + $"What was found is in '{path}'; only a new kind of network may be added to network_names.txt.");
    }

    [TestMethod]
    public void Every_field_that_holds_weights_says_its_name()
    {
        var nameless = typeof(RbmNetwork).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(nn.Module)))
            .SelectMany(
                type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType.IsAssignableTo(typeof(nn.Module)) || field.FieldType.IsAssignableTo(typeof(Tensor)))
            .Where(field => field.GetCustomAttribute<ComponentNameAttribute>() is null)
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}");
        Assert.AreEqual("", string.Join(", ", nameless),
            "a field without a name gives its own to the weights, and renaming it would break saved models");
    }

    [TestMethod]
    public void A_field_may_be_renamed_because_its_weights_keep_the_name_that_is_written_out()
    {
        using var scope = NewDisposeScope();
        using var network = new Renamed();
        CollectionAssert.AreEqual(new[] { "weight", "head.weight", "head.bias", "mean" }, network.state_dict().Keys.ToArray());
        network.to(ScalarType.Float64); // moving replaces tensors, as going to another device does
        Assert.AreEqual(ScalarType.Float64, network.call(ones(1, 2, dtype: ScalarType.Float64)).dtype, "the fields hold what was moved");
        Assert.HasCount(4, network.state_dict());
    }

    private static IEnumerable<string> Describe(string name, Func<nn.Module> create)
    {
        using var network = create();
        yield return $"== {name}";
        foreach (var (weight, tensor) in network.state_dict())
            yield return $"{weight} {tensor.dtype} [{string.Join(", ", tensor.shape)}]";
    }

    private sealed class Renamed : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "weight")]
        private readonly Parameter _calledOtherwise = new(zeros(2));

        [ComponentName(Name = "mean")]
        private readonly Tensor _alsoOtherwise = ones(2);

        [ComponentName(Name = "head")]
        private readonly Linear _answers = nn.Linear(2, 1);

        public Renamed() : base("Renamed") => RegisterComponents();

        public override Tensor forward(Tensor input) => _answers.call((input - _alsoOtherwise) * _calledOtherwise);
    }
}
