using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.ML.Runtime;

namespace DeepML.Data.Tests.Interop;

/// <summary>The assembly through which ML.NET finds the loader of saved models.</summary>
[TestClass]
public sealed class LoaderAssemblyTests
{
    private static readonly MethodInfo Load = ((Func<IHostEnvironment, object, string>)Loaded).Method;

    [TestMethod]
    public void The_loader_hands_environment_and_context_on()
    {
        var (assembly, _) = Emitted();
        var create = assembly.GetType("DeepML.Loader", throwOnError: true)!.GetMethod("Create")!;
        CollectionAssert.AreEqual(
            new[] { "IHostEnvironment", "ModelLoadContext" }, create.GetParameters().Select(p => p.ParameterType.Name).ToArray(),
            "what ML.NET looks for");
        Assert.AreEqual(typeof(string), create.ReturnType);
        Assert.IsTrue(create.DeclaringType is { IsPublic: true, IsAbstract: true, IsSealed: true }, "a static class");
        var context = RuntimeHelpers.GetUninitializedObject(MlNet.Type("Microsoft.ML.ModelLoadContext"));
        GC.SuppressFinalize(context);
        Assert.AreEqual("no environment, ModelLoadContext", create.Invoke(null, [null, context]));
    }

    [TestMethod]
    public void It_may_see_what_it_calls_and_is_registered_under_its_signature()
    {
        var (_, marks) = Emitted();
        Assert.HasCount(3, marks);
        CollectionAssert.AreEqual(
            new[] { "IgnoresAccessChecksToAttribute", "IgnoresAccessChecksToAttribute", "LoadableClassAttribute" },
            marks.Select(mark => mark.Attribute.DeclaringType!.Name).ToArray());
        StringAssert.Contains(marks[0].Text, MlNet.Core.GetName().Name!);
        StringAssert.Contains(marks[1].Text, typeof(LoaderAssemblyTests).Assembly.GetName().Name!);
        foreach (var told in new[]
        {
            typeof(string).AssemblyQualifiedName!, "DeepML.Loader, DeepML.Loader", "Microsoft.ML.SignatureLoadModel",
            LoaderAssembly.Signature,
        })
            StringAssert.Contains(marks[2].Text, told);
        StringAssert.Contains(marks[2].Text, "\u0012DeepML transformer\u0001\0\0\0\u0011" + LoaderAssembly.Signature, "one load name");
    }

    [TestMethod]
    public void The_attribute_that_opens_an_assembly_may_stand_several_times_and_only_on_assemblies()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Checks"), AssemblyBuilderAccess.Run);
        IgnoredAccessChecks.Define(assembly.DefineDynamicModule("Checks"));
        var type = assembly.GetType("System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute", throwOnError: true)!;
        Assert.IsTrue(type.IsSubclassOf(typeof(Attribute)) && type.IsNotPublic);
        var usage = type.GetCustomAttribute<AttributeUsageAttribute>()!;
        Assert.AreEqual((AttributeTargets.Assembly, true), (usage.ValidOn, usage.AllowMultiple));
        Assert.IsNotNull(Activator.CreateInstance(type, "Some.Assembly"), "its constructor can be run");
    }

    private static string Loaded(IHostEnvironment environment, object context) =>
        $"{(environment is null ? "no" : "some")} environment, {context.GetType().Name}";

    // The emitted assembly with the attribute that lets it call the private method above, and what it is to be marked with.
    private static (Assembly Assembly, List<(ConstructorInfo Attribute, string Text)> Marks) Emitted()
    {
        var marks = new List<(ConstructorInfo, string)>();
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Loader.OfTests"), AssemblyBuilderAccess.Run);
        LoaderAssembly.Emit(assembly.DefineDynamicModule("Loader.OfTests"), Load, (attribute, blob) =>
        {
            marks.Add((attribute, Encoding.UTF8.GetString(blob)));
            assembly.SetCustomAttribute(attribute, blob);
        });
        return (assembly, marks);
    }
}
