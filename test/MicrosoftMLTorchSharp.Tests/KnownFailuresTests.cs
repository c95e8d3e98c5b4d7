using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Microsoft.ML.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.MicrosoftMLTorchSharp.Tests;

/// <summary>
/// What of Microsoft.ML.TorchSharp 0.23.1, which was built for TorchSharp 0.102.7, does not work over 0.107. A test that fails here
/// is good news: docs/packages.md is to be brought up to date.
/// </summary>
[TestClass]
public sealed class KnownFailuresTests
{
    private const BindingFlags Anything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static Assembly Library => typeof(TorchSharpCatalog).Assembly;

    [TestMethod]
    public void One_member_of_TorchSharp_that_it_calls_is_missing()
    {
        var missing = new List<string>();
        foreach (var (token, name) in MembersOfTorchSharp())
        {
            try
            {
                Library.ManifestModule.ResolveMember(token, [typeof(float), typeof(float)], [typeof(float), typeof(float)]);
            }
            catch (MissingMemberException)
            {
                missing.Add(name);
            }
        }
        CollectionAssert.AreEqual(new[] { "interpolate" }, missing);
    }

    [TestMethod]
    public void Object_detection_cannot_run_for_want_of_that_member()
    {
        var broken = new List<string>();
        var compiled = 0;
        var types = Library.GetTypes().Where(type => !type.ContainsGenericParameters);
        foreach (var method in types.SelectMany(type => type.GetMethods(Anything)))
        {
            var hasCode = !method.IsAbstract && (method.MethodImplementationFlags & MethodImplAttributes.InternalCall) == 0;
            if (!hasCode || method.ContainsGenericParameters)
                continue;
            try
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
                compiled++;
            }
            catch (MissingMethodException e)
            {
                StringAssert.Contains(e.Message, "interpolate");
                broken.Add($"{method.DeclaringType!.Name}.{method.Name}");
            }
        }
        CollectionAssert.AreEquivalent(new[] { "AutoFormerV2Block.forward", "FPN.forward" }, broken);
        Assert.IsGreaterThan(400, compiled);
    }

    [TestMethod]
    public void Its_initialization_frees_the_weights_because_init_returns_the_same_object()
    {
        using var weight = zeros(2, 2);
        var initialize = Library.GetType("Microsoft.ML.TorchSharp.Utils.ModelUtils", throwOnError: true)!.GetMethod("InitZeros", Anything)!;
        initialize.Invoke(null, [weight]);
        Assert.IsTrue(weight.IsInvalid);
    }

    [TestMethod]
    public void Text_classification_fails_in_its_first_layer()
    {
        var type = Library.GetType("Microsoft.ML.TorchSharp.NasBert.Modules.EmbedTransferDiscrete", throwOnError: true)!;
        using var layer = (nn.Module)Activator.CreateInstance(type, [4, 8])!; // embedding size, hidden size
        using var input = ones(1, 4);
        var forward = type.GetMethod("forward", [typeof(Tensor), typeof(int)])!;
        var thrown = Assert.ThrowsExactly<InvalidOperationException>(
            () => forward.Invoke(layer, BindingFlags.DoNotWrapExceptions, null, [input, 8], null));
        StringAssert.Contains(thrown.Message, "empty handle");
    }

    private static IEnumerable<(int Token, string Name)> MembersOfTorchSharp()
    {
        using var file = new PEReader(File.OpenRead(Library.Location));
        var reader = file.GetMetadataReader();
        return [.. reader.MemberReferences.Select(handle => (MetadataTokens.GetToken(handle), Member: reader.GetMemberReference(handle)))
            .Where(reference => IsOfTorchSharp(reader, reference.Member.Parent))
            .Select(reference => (reference.Item1, reader.GetString(reference.Member.Name)))];
    }

    private static bool IsOfTorchSharp(MetadataReader reader, EntityHandle parent)
    {
        while (parent.Kind == HandleKind.TypeReference)
        {
            var scope = reader.GetTypeReference((TypeReferenceHandle)parent).ResolutionScope;
            if (scope.Kind == HandleKind.AssemblyReference)
                return reader.StringComparer.Equals(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, "TorchSharp");
            parent = scope;
        }
        return false; // members of generic types are found by compiling: see the next test
    }
}
