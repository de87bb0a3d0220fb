
namespace MtlsAuth.Fuzz;

/// <summary>What an input is made of, and so which changes leave most of it readable.</summary>
internal enum InputShape
{
    Text,
    Der,
    Json,
}
