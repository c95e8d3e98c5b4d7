using System.Reflection;
using System.Reflection.Emit;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.TorchSharpTraps;

/// <summary>docs/torchsharp-notes.md, "Numbers are freed while native code reads them". The race itself is left to the bench.</summary>
[TestClass]
public sealed class ScalarTests
{
    [TestMethod]
    public void A_scalar_has_a_finalizer_that_frees_its_native_number()
    {
        var finalizer = typeof(Scalar).GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
        Assert.IsNotNull(finalizer, "without one the kept numbers of src/Networks/Numbers are needed no longer");
    }

    [TestMethod]
    [DataRow("add")]
    [DataRow("add_")]
    public void Adding_a_tensor_makes_a_scalar_that_nothing_keeps(string name)
    {
        var method = typeof(Tensor).GetMethod(name, [typeof(Tensor)])!;
        Assert.IsTrue(Calls(method).Any(call => call.Name == "op_Implicit" && call.DeclaringType == typeof(Scalar)));
        Assert.IsFalse(Calls(method).Any(call => call.Name == "KeepAlive"));
    }

    [TestMethod]
    public void The_native_call_takes_the_bare_handle_of_a_scalar()
    {
        var method = typeof(Tensor).GetMethod("add", [typeof(Tensor), typeof(Scalar)])!;
        var native = Calls(method).Single(call => call.Name == "THSTensor_add");
        Assert.IsTrue(native.GetParameters().All(parameter => parameter.ParameterType == typeof(nint)), "a SafeHandle would keep it alive");
        Assert.IsFalse(Calls(method).Any(call => call.Name == "KeepAlive"));
    }

    // The methods that a method calls, in order: every call instruction of its IL.
    private static IEnumerable<MethodBase> Calls(MethodInfo method)
    {
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (var at = 0; at + 5 <= code.Length; at++)
        {
            if (code[at] != OpCodes.Call.Value && code[at] != OpCodes.Callvirt.Value)
                continue;
            if (TryResolve(method.Module, BitConverter.ToInt32(code, at + 1)) is not { } called)
                continue;
            yield return called;
            at += 4;
        }
    }

    // A byte that looks like a call may be part of another instruction: then what follows is no method.
    private static MethodBase? TryResolve(Module module, int token)
    {
        if ((token >> 24) is not (0x06 or 0x0A or 0x2B))
            return null;
        try
        {
            return module.ResolveMethod(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
